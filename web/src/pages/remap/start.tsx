import { Anchor, Button, Group, Paper, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import type { ListingFilter, RemapOutlook } from "../../gql/graphql";
import { useLastingQuery } from "../../api/lasting-query";
import { useRights } from "../../api/viewer";
import { Sku } from "../../components/sku";
import { Pager, usePaging } from "../../components/pager";
import { Problem } from "../../components/problem";
import { PartialPage, PartialTotal } from "./documents";
import { RemapSafe } from "./safe";

type Found = { id: string; sku: string; title: string; familySku: string; remapOutlook?: RemapOutlook | null };

/** What to start a remap from: the families that are mapped in part. */
export function Start({ integrationId, onFamily }: { integrationId: string; onFamily: (sku: string) => void }) {
  const [typed, setTyped] = useState("");
  const [family, setFamily] = useState("");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const filter: ListingFilter = { status: ["PARTIALLY_MAPPED"], search: search || null };
  const paging = usePaging(search);
  const [{ data, fetching, error }, again] = useLastingQuery({ query: PartialPage, variables: { integrationId, filter, ...paging.page } });
  const [total, countAgain] = useLastingQuery({ query: PartialTotal, variables: { integrationId, filter } });
  const { edits } = useRights();
  const page = data?.amazonListings;
  const changed = () => {
    again({ requestPolicy: "network-only" });
    countAgain({ requestPolicy: "network-only" });
  };
  return (
    <Stack>
      <Text maw={760}>
        These listings are not mapped, but others of their family are, so that no import maps them. A remap takes the family and the Omni products that it is mapped to, and decides all their links
        anew. You see what it would do before it does it, and it can be undone. Where a remap alone would make no new link, pick an item for a listing by hand.
      </Text>
      {edits && <RemapSafe integrationId={integrationId} onChanged={changed} />}
      <Group align="flex-end" gap="md">
        <TextInput type="search" label="Search" placeholder="SKU, ASIN or title" leftSection={<IconSearch size={16} />} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} w={{ base: "100%", sm: 300 }} />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (family.trim() !== "") onFamily(family.trim());
          }}
        >
          <Group align="flex-end" gap="xs" wrap="nowrap">
            <TextInput label="Find a family" placeholder="Its SKU, exactly" value={family} onChange={(event) => setFamily(event.currentTarget.value)} />
            <Button type="submit" variant="default" disabled={family.trim() === ""}>
              Open
            </Button>
          </Group>
        </form>
      </Group>
      {error && <Problem error={error} title="The list could not be read" onRetry={again} />}
      {!page && !error && <Skeleton height={240} aria-label="Loading the list" />}
      {page && page.nodes.length === 0 && <Text>{search === "" ? "No product is partially mapped." : "No partially mapped product is found."}</Text>}
      {page && groups(page.nodes).map(([sku, listings]) => <Family key={sku} integrationId={integrationId} sku={sku} listings={listings} />)}
      {page && (page.nodes.length > 0 || !paging.atFirst) && (
        <Pager paging={paging} info={page.pageInfo} shown={page.nodes.length} total={total.fetching ? undefined : total.data?.amazonListings.totalCount} what="partially mapped product" busy={fetching} />
      )}
    </Stack>
  );
}

/** The listings by families, in the order of the first of each. */
function groups(nodes: readonly Found[]): [string, Found[]][] {
  const families = new Map<string, Found[]>();
  for (const one of nodes) families.set(one.familySku, [...(families.get(one.familySku) ?? []), one]);
  return [...families];
}

const outlooks: Record<RemapOutlook, string> = {
  SAFE: "makes new links, and loses none",
  LOSES: "makes new links, and loses some",
  NOTHING: "a remap alone makes no new link",
};

function Family({ integrationId, sku, listings }: { integrationId: string; sku: string; listings: Found[] }) {
  const { edits } = useRights();
  const outlook = listings[0].remapOutlook;
  const nothing = outlook === "NOTHING";
  return (
    <Paper withBorder p="sm" component="section">
      <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
        <div>
          <Title order={2} size="h5">
            <Sku>{sku}</Sku>
          </Title>
          <Stack component="ul" gap={2} pl="md" my={4}>
            {listings.map((one) => (
              <Text component="li" size="sm" key={one.id}>
                <Sku>{one.sku}</Sku> {one.title}
              </Text>
            ))}
          </Stack>
        </div>
        {edits && (
          <div style={{ textAlign: "end" }}>
            <Anchor component={Link} href={`/integrations/${integrationId}/remap?family=${encodeURIComponent(sku)}`} underline="always" fw={nothing ? 400 : 600} aria-label={`${nothing ? "Link by hand:" : "Remap"} the family ${sku}`}>
              {nothing ? "Link by hand" : "Remap"}
            </Anchor>
            <Text size="xs" c="dimmed">
              {outlook && outlooks[outlook]}
            </Text>
          </div>
        )}
      </Group>
    </Paper>
  );
}
