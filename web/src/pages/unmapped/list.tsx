import { Anchor, Button, Paper, Stack, Table, Text, VisuallyHidden } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRef, useState } from "react";
import { Link } from "wouter";
import type { ListingFilter } from "../../gql/graphql";
import { useRights } from "../../api/viewer";
import { ListSkeleton } from "../../components/list-skeleton";
import { pageLength } from "../../components/pager";
import { useEdits, type Edits } from "./edits";
import type { Listing } from "./documents";
import { Row, type RowActions } from "./row";
import { useRowActions } from "./use-row-actions";

type Props = {
  integrationId: string;
  filter: ListingFilter;
  edits: Edits;
  /** Undefined while they are loaded. */
  rows: readonly Listing[] | undefined;
  endCursor: string | undefined;
  onlyEdited: boolean;
  filtered: boolean;
  apply: () => void;
  download: RowActions["download"];
  showMessage: (text: string) => void;
  /** The SKUs of the selected rows. */
  selected: ReadonlySet<string>;
  select: RowActions["select"];
  ignore: RowActions["ignore"];
};

/** The rows of the page, or the edited rows of all pages. */
export function List({ integrationId, filter, edits, rows, endCursor, onlyEdited, filtered, apply, download, showMessage, selected, select, ignore }: Props) {
  const { edits: mayEdit } = useRights();
  const container = useRef<HTMLDivElement>(null);
  const asCards = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false }) ?? false;
  const [length, setLength] = useState(pageLength);
  const edited = useEdits(edits);
  const all = onlyEdited ? edited.map(listingOf) : rows;
  const shown = onlyEdited ? all?.slice(0, length) : all;
  const actions = useRowActions(edits, container, { integrationId, filter, rows: shown ?? [], endCursor: onlyEdited ? undefined : endCursor, apply, download, showMessage, select, ignore });
  if (!shown || !all) return <ListSkeleton />;
  if (shown.length === 0) return <Empty filtered={filtered} integrationId={integrationId} />;
  const rowElements = shown.map((listing) => <Row key={listing.sku} listing={listing} selected={selected.has(listing.sku)} edits={edits} actions={actions} integrationId={integrationId} asCard={asCards} />);
  return (
    <div ref={container}>
      <Text size="xs" c="dimmed" mb={4} visibleFrom="sm" display={mayEdit ? undefined : "none"}>
        Type a Code, name or barcode. Enter picks and goes to the next row, the arrows go up and down, Ctrl+Enter applies. A column copied from a spreadsheet fills downwards; so do two, SKU and
        Code.
      </Text>
      {asCards ? (
        <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
          {rowElements}
        </Stack>
      ) : (
        <Paper withBorder style={{ overflow: "clip" }}>
          <Table verticalSpacing="xs" layout="fixed">
            <Table.Caption hidden>
              <VisuallyHidden>Unmappable products</VisuallyHidden>
            </Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w="30%">Listing</Table.Th>
                <Table.Th w="32%">Why it is not mapped</Table.Th>
                {mayEdit && <Table.Th>Cin7 Code</Table.Th>}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>{rowElements}</Table.Tbody>
          </Table>
        </Paper>
      )}
      {shown.length < all.length && (
        <Button mt="sm" variant="default" size="xs" onClick={() => setLength((n) => n + pageLength)}>
          Show more of the {all.length.toLocaleString()} edited rows
        </Button>
      )}
    </div>
  );
}

// A pasted SKU may be on no page that was loaded. One object for each SKU, so that its row is not rendered again.
const unseen = new Map<string, Listing>();

function listingOf({ sku, listing }: { sku: string; listing?: Listing }): Listing {
  if (listing) return listing;
  const made = unseen.get(sku) ?? { __typename: "AmazonListing", id: sku, sku, familySku: sku, title: "From your paste", asin: null, unmappableReason: null, ignored: null, matches: [], heldBy: [], matchRemapOutlook: null };
  unseen.set(sku, made);
  return made;
}

function Empty({ filtered, integrationId }: { filtered: boolean; integrationId: string }) {
  if (filtered) return <Text>No unmappable product passes the search and the reasons chosen.</Text>;
  return (
    <Text>
      No product needs a hand: each one is mapped, can be imported, or waits for a remap. See the{" "}
      <Anchor component={Link} underline="always" href={`/integrations/${integrationId}/mapped`}>
        mapped products
      </Anchor>
      , or{" "}
      <Anchor component={Link} underline="always" href={`/integrations/${integrationId}/download`}>
        load and import more
      </Anchor>
      .
    </Text>
  );
}
