import { Badge, Group, Text } from "@mantine/core";
import { targetCode, targetName, type Target } from "../api/targets";
import { Sku } from "./sku";

const levels: Record<Target["level"], string> = { PRODUCT: "Product", PRODUCT_OPTION: "Product option", SIZE_OPTION: "Size option" };

/** The name of a level for users. */
export function levelName(level: Target["level"]): string {
  return levels[level];
}

/** An Omni target: its Code, its name and the level at which it was named. */
export function TargetView({ target, withLevel = true }: { target: Target; withLevel?: boolean }) {
  const code = targetCode(target);
  return (
    <div>
      <Group gap={6} wrap="wrap">
        {code === null ? (
          <Text span size="sm" c="dimmed" fs="italic">
            no Code
          </Text>
        ) : (
          <Sku>{code}</Sku>
        )}
        {withLevel && (
          <Badge size="xs" variant="default" fw={500} tt="none">
            {levelName(target.level)}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed" lineClamp={2}>
        {targetName(target) || "without a name"}
      </Text>
    </div>
  );
}
