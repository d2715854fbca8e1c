import { Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { targetKey } from "../../api/targets";
import { Sku } from "../../components/sku";
import type { LinkChanges } from "./link-changes";
import { placesOf, type Place, type Product } from "./documents";

type Props = { product: Product; included: boolean; changes: LinkChanges | undefined; onInclude: (id: string) => void };

/** An Omni product with its options and sizes, and the listing of each, now and after the remap. */
export function ProductCard({ product, included, changes, onInclude }: Props) {
  const next = new Map([...(changes ?? [])].filter(([, change]) => change.kind !== "lost").map(([sku, change]) => [targetKey(change.target), sku]));
  return (
    <Paper withBorder p="xs" fz="sm" component="section">
      <Group justify="space-between" gap="xs" align="flex-start" wrap="nowrap">
        <div>
          <Title order={3} size="h6">
            {product.name || "Without a name"}
          </Title>
          {product.code && <Sku>{product.code}</Sku>}
        </div>
        {included ? (
          <Badge variant="light" tt="none" style={{ flexShrink: 0 }}>
            In this remap
          </Badge>
        ) : (
          <Button size="compact-xs" variant="default" style={{ flexShrink: 0 }} onClick={() => onInclude(product.id)} aria-label={`Take in ${product.name || product.code || "this product"}`}>
            Take in
          </Button>
        )}
      </Group>
      <Stack component="ul" gap={2} p={0} mt="xs" mb={0} style={{ listStyle: "none" }}>
        {placesOf(product).map((place) => (
          <Row key={targetKey(place.target)} place={place} nextSku={next.get(targetKey(place.target))} known={changes !== undefined} moves={changes?.has(place.link?.sku ?? "") ?? false} />
        ))}
      </Stack>
    </Paper>
  );
}

function Row({ place: { target, link }, nextSku, known, moves }: { place: Place; nextSku: string | undefined; known: boolean; moves: boolean }) {
  const item = target.size ?? target.option;
  // What the remap does not touch stays.
  const then = nextSku ?? (moves ? undefined : link?.sku);
  return (
    <Group component="li" data-link-to={targetKey(target)} gap="xs" justify="space-between" py={4} pl={target.size ? "md" : "xs"} style={{ borderTop: "1px solid var(--mantine-color-default-border)" }}>
      <div>
        {item.code ? <Sku>{item.code}</Sku> : "no Code"}{" "}
        <Text span size="xs">
          {item.name}
        </Text>
      </div>
      <Text size="xs" c="dimmed" component="div">
        {link ? <Sku>{link.sku}</Sku> : "free"}
        {known && then !== link?.sku && (
          <>
            {", then "}
            {then ? <Sku>{then}</Sku> : "free"}
          </>
        )}
      </Text>
    </Group>
  );
}
