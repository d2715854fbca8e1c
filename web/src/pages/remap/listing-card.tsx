import { ActionIcon, Anchor, Badge, Box, Group, Paper, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { memo } from "react";
import { Link, useParams } from "wouter";
import { targetCode, targetKey, targetName, type Target } from "../../api/targets";
import { useRights } from "../../api/viewer";
import { Sku } from "../../components/sku";
import { TargetSelect } from "../../components/target-select";
import type { LinkChange } from "./link-changes";
import type { Line } from "./use-family";

/** The Code picked for a listing, or why there is none. */
export type Choice = { code: string; problem?: string };

type Props = {
  line: Line;
  /** It is of another family. */
  foreign: boolean;
  choice: Choice | undefined;
  refused: string | undefined;
  change: LinkChange | undefined;
  candidates: readonly Target[];
  onChoose: (sku: string, choice: Choice | undefined) => void;
  onPick: (sku: string, target: Target) => void;
};

/** A listing, where its link is now and where the remap leaves it, and a field to link it by hand. */
export const ListingCard = memo(function ListingCard({ line, foreign, choice, refused, change, candidates, onChoose, onPick }: Props) {
  const { id } = useParams<{ id: string }>();
  const { edits } = useRights();
  const { sku } = line;
  return (
    <Paper withBorder p="xs" fz="sm" data-link-from={sku}>
      <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
        <div>
          <Sku>{sku}</Sku>
          <Text size="xs" lineClamp={1}>
            {line.title || "No title"}
          </Text>
        </div>
        {foreign && (
          <Anchor component={Link} href={`/integrations/${id}/remap?family=${encodeURIComponent(line.familySku)}`} size="xs" underline="always">
            other family
          </Anchor>
        )}
      </Group>
      <LinkText line={line} change={change} candidates={candidates} />
      {edits && (
        <Group gap={4} wrap="nowrap" align="flex-start" mt={4}>
          <Box flex={1} miw={0}>
            <TargetSelect
              asSelect
              label={`Link ${sku} to`}
              hideLabel
              placeholder="By the rules, or pick an item"
              value={choice?.code ?? ""}
              onChange={(code) => onChoose(sku, code === "" ? undefined : { code })}
              onPick={(target) => onPick(sku, target)}
              candidates={candidates}
              error={choice?.problem ?? refused}
            />
          </Box>
          {choice && (
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Clear the choice for ${sku}`} onClick={() => onChoose(sku, undefined)}>
              <IconX size={16} />
            </ActionIcon>
          )}
        </Group>
      )}
    </Paper>
  );
});

function LinkText({ line, change, candidates }: { line: Line; change: Props["change"]; candidates: readonly Target[] }) {
  const now = line.nowKey === undefined ? undefined : (line.listing?.mapping?.target ?? candidates.find((one) => targetKey(one) === line.nowKey));
  return (
    <Text size="xs" component="div" c="dimmed">
      Now: {now ? <Name target={now} /> : "not mapped"}
      {change?.kind === "new" && (
        <>
          {" "}
          <Badge size="xs" color="blue" variant="light" tt="none">
            then
          </Badge>{" "}
          <Name target={change.target} />
        </>
      )}
      {change?.kind === "lost" && (
        <>
          {" "}
          <Badge size="xs" color="red" variant="light" tt="none">
            then none
          </Badge>
        </>
      )}
      {change?.kind === "kept" && ", stays"}
    </Text>
  );
}

function Name({ target }: { target: Target }) {
  const code = targetCode(target);
  return code ? <Sku>{code}</Sku> : <>{targetName(target)}</>;
}
