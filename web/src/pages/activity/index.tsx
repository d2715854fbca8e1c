import { Select, Skeleton, Text } from "@mantine/core";
import { useInterval } from "@mantine/hooks";
import { useCallback, useEffect, useState } from "react";
import { useQuery } from "urql";
import { useSearchParams } from "wouter";
import { Integrations } from "../../api/integrations";
import { useLastingQuery } from "../../api/lasting-query";
import { type Operation, useOperationUpdates } from "../../api/operations";
import { graphql } from "../../gql";
import { Page } from "../../components/page";
import { Pager, type Paging } from "../../components/pager";
import { Problem } from "../../components/problem";
import { OperationTable } from "./table";

const Operations = graphql(`
  query Operations($integrationId: ID, $first: Int, $after: String, $last: Int, $before: String) {
    operations(integrationId: $integrationId, first: $first, after: $after, last: $last, before: $before) {
      totalCount
      nodes {
        ...OperationFields
      }
      pageInfo {
        ...PageInfoFields
      }
    }
  }
`);

const pageLength = 25;

/** Every operation: who changed what, when, how far it is, and its result. */
export default function Activity() {
  const [params, setParams] = useSearchParams();
  const integrationId = params.get("integration");
  const paging = useAddressPaging(integrationId);
  const [{ data, error, fetching }, refetch] = useLastingQuery({ query: Operations, variables: { integrationId, ...paging.page } });
  const refresh = useCallback(() => refetch(), [refetch]);
  const operations = useLive(data?.operations.nodes, integrationId, paging.atFirst, refresh);
  return (
    <Page title="Activity" about="Everything that was done, newest first. What deleted mappings can be restored.">
      <IntegrationFilter value={integrationId} onChange={(integration) => setParams(integration === null ? {} : { integration })} />
      <Problem title="The operations could not be read" error={error} onRetry={refresh} />
      {!operations && !error && <Skeleton h={320} role="status" aria-label="Loading the operations" />}
      {operations?.length === 0 && <Text>Nothing has been done yet. Loads, imports, custom mappings, deletions and the like will be listed here.</Text>}
      {operations && operations.length > 0 && (
        <div className="panel">
          <OperationTable operations={operations} onRestored={refresh} />
        </div>
      )}
      {data && <Pager paging={paging} info={data.operations.pageInfo} shown={data.operations.nodes.length} total={data.operations.totalCount} what="operation" busy={fetching} />}
    </Page>
  );
}

/** Keeps the position in the address, so that a page can be reloaded or sent to others. A cursor does not tell its number. */
function useAddressPaging(integrationId: string | null): Paging {
  const [params, setParams] = useSearchParams();
  const after = params.get("after") ?? undefined;
  const before = params.get("before") ?? undefined;
  const go = (position: { after?: string | null; before?: string | null }) => {
    const next = Object.entries({ integration: integrationId, ...position });
    setParams(Object.fromEntries(next.filter((entry): entry is [string, string] => typeof entry[1] === "string")));
  };
  return {
    page: before === undefined ? { first: pageLength, after } : { last: pageLength, before },
    atFirst: after === undefined && before === undefined,
    toFirst: () => go({}),
    toNext: (info) => go({ after: info.endCursor }),
    toPrevious: (info) => go({ before: info.startCursor }),
  };
}

// Events can be lost without a sign, as when a machine wakes up, so while one runs the page is read too.
const pollInterval = 5_000;

/** The operations of a page as they are now, on the first page with those that have begun since. */
function useLive(page: readonly Operation[] | undefined, integrationId: string | null, first: boolean, refresh: () => void): Operation[] | undefined {
  const [updates, setUpdates] = useState<ReadonlyMap<string, Operation>>(new Map());
  // A page that was read after them knows what ended before, and what is gone.
  useEffect(() => {
    const ended = new Set(page?.filter((o) => o.state !== "RUNNING").map(({ id }) => id));
    setUpdates((known) => new Map([...known].filter(([id, o]) => o.state === "RUNNING" && !ended.has(id))));
  }, [page]);
  useOperationUpdates(
    (operation) => {
      setUpdates((known) => new Map(known).set(operation.id, operation));
      if (operation.state !== "RUNNING") refresh();
    },
    // Their ends may have been missed.
    () => setUpdates(new Map()),
  );
  const running = [...(page ?? []), ...updates.values()].some((o) => o.state === "RUNNING");
  const clock = useInterval(refresh, pollInterval);
  useEffect(() => {
    if (running) clock.start();
    return clock.stop;
  }, [running, clock.start, clock.stop]);
  if (!page) return undefined;
  const ids = new Set(page.map(({ id }) => id));
  const ofList = (o: Operation) => integrationId === null || o.integration === null || o.integration?.id === integrationId;
  const begun = first ? [...updates.values()].filter((o) => !ids.has(o.id) && ofList(o)).reverse() : [];
  return [...begun, ...page.map((o) => (o.state === "RUNNING" && updates.get(o.id)) || o)];
}

function IntegrationFilter({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const [{ data }] = useQuery({ query: Integrations });
  const options = (data?.integrations ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select label="Integration" description="With one: its own, and the loads of the Omni catalogue" placeholder="All" maw={360} clearable data={options} value={value} onChange={onChange} disabled={!data} />
  );
}
