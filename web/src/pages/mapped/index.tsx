import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconTrash } from "@tabler/icons-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link, useSearchParams } from "wouter";
import { useLastingQuery } from "../../api/lasting-query";
import { useRights } from "../../api/viewer";
import { useIntegration } from "../../components/integration";
import { ListSkeleton } from "../../components/list-skeleton";
import { NoIntegrationLine } from "../../components/no-integration";
import { Pager, usePaging } from "../../components/pager";
import { Problem } from "../../components/problem";
import { PageTitle } from "../../components/page";
import { Undo } from "../../components/undo";
import { DeleteAll } from "./delete-all";
import { choiceOf, Filters, type Choice } from "./filters";
import { List } from "./list";
import { MappedPage, MappedTotal } from "./documents";
import { useDeletion } from "./use-deletion";

/** Mapped products: looked through, searched and deleted. */
export default function Mapped() {
  const { id, integration, fetching, error, refresh: again } = useIntegration();
  return (
    <Stack maw={1400} mx="auto">
      <PageTitle tab="Mapped products">Mapped products{integration ? ` of ${integration.name}` : ""}</PageTitle>
      {error && <Problem error={error} title="The integration could not be read" onRetry={again} />}
      {!error && !fetching && !integration && <NoIntegrationLine />}
      {integration && <MappedProducts key={id} integration={integration} />}
      {!integration && fetching && <ListSkeleton />}
    </Stack>
  );
}

const nothing: ReadonlySet<string> = new Set();

function MappedProducts({ integration }: { integration: { id: string; name: string } }) {
  const integrationId = integration.id;
  const { edits } = useRights();
  const [params, setParams] = useSearchParams();
  const [choice, setChoice] = useState(() => choiceOf(params));
  const [settled] = useDebouncedValue(choice, 250);
  const filter = useMemo(
    () => ({ search: settled.search.trim() || null, level: settled.level || null, source: settled.source || null, familySku: settled.family.trim() || null }),
    [settled],
  );
  // The address follows the fields, so that a list can be kept as a bookmark.
  useEffect(() => {
    setParams(Object.entries(settled).filter(([, value]) => value !== ""), { replace: true });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);

  const paging = usePaging(JSON.stringify(filter));
  const [{ data, fetching, error }, readPage] = useLastingQuery({ query: MappedPage, variables: { integrationId, filter, ...paging.page } });
  const [total, readTotal] = useLastingQuery({ query: MappedTotal, variables: { integrationId, filter } });
  const [selected, setSelected] = useState<ReadonlySet<string>>(nothing);
  const [asking, setAsking] = useState(false);
  const page = data?.mappedProducts;
  const rows = page?.nodes ?? [];

  const refresh = () => {
    setSelected(nothing);
    setAsking(false);
    readPage();
    readTotal();
  };
  const deletion = useDeletion(integrationId, refresh);
  const remove = useRef(deletion.deleteSome);
  remove.current = deletion.deleteSome;
  const removeProduct = useRef(deletion.deleteDownloaded);
  removeProduct.current = deletion.deleteDownloaded;
  const select = useCallback((id: string, on: boolean) => {
    setSelected((old) => {
      const next = new Set(old);
      if (on) next.add(id);
      else next.delete(id);
      return next;
    });
  }, []);
  const actions = useMemo(() => ({ select, remove: (id: string) => void remove.current([id]), removeProduct: (id: string) => void removeProduct.current(id) }), [select]);
  // Rows that are no longer shown must not be deleted by mistake.
  const place = JSON.stringify([filter, paging.page]);
  useEffect(() => setSelected(nothing), [place]);

  const chosen = rows.filter((row) => selected.has(row.id)).map((row) => row.id);
  const filtered = Object.values(filter).some((value) => value !== null);
  return (
    <>
      <Filters choice={choice} onChange={(change: Partial<Choice>) => setChoice((old) => ({ ...old, ...change }))} />
      {deletion.deleted && (
        <Undo key={deletion.deleted.operationId} operationId={deletion.deleted.operationId} onRestored={refresh} onClose={deletion.dismiss}>
          {deletion.deleted.message}
        </Undo>
      )}
      {deletion.problem && !asking && <Problem error={deletion.problem} title="Not everything was deleted" />}
      {error && <Problem error={error} title="The list could not be read" onRetry={refresh} />}
      {!page && !error && <ListSkeleton />}
      {page && rows.length === 0 && <Empty filtered={filtered} integrationId={integrationId} />}
      {page && rows.length > 0 && (
        <>
          {edits && (
            <Group justify="space-between">
              <Button color="red" variant="light" leftSection={<IconTrash size={16} />} disabled={chosen.length === 0 || asking} loading={deletion.busy && !asking} onClick={() => deletion.deleteSome(chosen)}>
                {chosen.length === 0 ? "Delete selected" : `Delete selected (${chosen.length.toLocaleString()})`}
              </Button>
              <Button color="red" variant="subtle" disabled={deletion.busy} onClick={() => setAsking(true)}>
                Delete All
              </Button>
            </Group>
          )}
          <List rows={rows} selected={selected} busy={deletion.busy} actions={actions} onSelectAll={(on) => setSelected(on ? new Set(rows.map((row) => row.id)) : nothing)} />
        </>
      )}
      {page && (rows.length > 0 || !paging.atFirst) && (
        <Pager paging={paging} info={page.pageInfo} shown={rows.length} total={total.fetching ? undefined : total.data?.mappedProducts.totalCount} what="mapped product" busy={fetching} />
      )}
      {asking && <DeleteAll integration={integration} busy={deletion.busy} problem={deletion.problem} onClose={() => setAsking(false)} onDelete={() => deletion.deleteAll(integration.name)} />}
    </>
  );
}

function Empty({ filtered, integrationId }: { filtered: boolean; integrationId: string }) {
  if (filtered) return <Text>No mapped product passes the search and the filters.</Text>;
  return (
    <Text>
      Nothing is mapped yet.{" "}
      <Anchor component={Link} underline="always" href={`/integrations/${integrationId}/download`}>
        Load the catalogues and import
      </Anchor>{" "}
      to map what can be mapped by itself.
    </Text>
  );
}
