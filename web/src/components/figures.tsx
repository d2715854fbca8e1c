import { Anchor, Paper, SimpleGrid, Text } from "@mantine/core";
import { Link } from "wouter";

interface Figure {
  label: string;
  value: number;
  /** A link to a page with details. */
  more?: { href: string; label: string };
}

/** Counts with their names, the way a summary shows them. */
export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <SimpleGrid component="dl" m={0} cols={{ base: 2, sm: figures.length > 4 ? 3 : figures.length, lg: figures.length }} spacing="sm">
      {figures.map(({ label, value, more }) => (
        <Paper key={label} withBorder p="sm">
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
          <Text component="dd" m={0} fz={24} fw={600} lh="32px" className="numeric">
            {value.toLocaleString()}
          </Text>
          {more && (
            <dd style={{ margin: 0 }}>
              <Anchor component={Link} href={more.href} size="sm">
                {more.label}
              </Anchor>
            </dd>
          )}
        </Paper>
      ))}
    </SimpleGrid>
  );
}
