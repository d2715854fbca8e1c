import { Select, Skeleton, Stack, Text } from "@mantine/core";
import { useCallback, useEffect, useState } from "react";
import { useQuery } from "urql";
import { useSearchParams } from "wouter";
import { Integrations } from "../../api/integrations";
import { type Operation, useOperationUpdates } from "../../api/operations";
import { graphql } from "../../gql";
import { Page } from "../../components/page";
import { type Place, Turns } from "./turns";
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
        ...PageParts
      }
    }
  }
`);

const pageLength = 25;

/** Every operation: who changed what, when, how far it is, and what came of it. */
export default function Activity() {
  const [params, setParams] = useSearchParams();
  const integrationId = params.get("integration");
  const place: Place = { after: params.get("after") ?? undefined, before: params.get("before") ?? undefined };
  const { after, before } = place;
  const variables = before === undefined ? { integrationId, first: pageLength, after } : { integrationId, last: pageLength, before };
  const [{ data, error, fetching }, ask] = useQuery({ query: Operations, variables });
  const refresh = useCallback(() => ask(), [ask]);
  const operations = useLive(data?.operations.nodes, integrationId, after === undefined && before === undefined, refresh);
  const go = (next: Place & { integration?: string | null }) => {
    const kept = { integration: integrationId, ...next };
    setParams(Object.fromEntries(Object.entries(kept).filter((entry): entry is [string, string] => typeof entry[1] === "string")));
  };
  return (
    <Page title="Activity" about="Everything that was done, newest first. What deleted mappings can be restored.">
      <IntegrationFilter value={integrationId} onChange={(integration) => go({ integration })} />
      <Problem title="The operations could not be read" error={error} onRetry={refresh} />
      {!operations && !error && <Skeleton h={320} role="status" aria-label="Loading the operations" />}
      {operations?.length === 0 && <Text>Nothing has been done yet. Loads, imports, custom mappings, deletions and the like will be listed here.</Text>}
      {operations && operations.length > 0 && <OperationTable operations={operations} onRestored={refresh} />}
      {data && (
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {data.operations.totalCount.toLocaleString()} operations in all
          </Text>
          <Turns pageInfo={data.operations.pageInfo} onPlace={go} busy={fetching} />
        </Stack>
      )}
    </Page>
  );
}

/** The operations of a page as they are now, on the first page with those that have begun since. */
function useLive(page: readonly Operation[] | undefined, integrationId: string | null, first: boolean, refresh: () => void): Operation[] | undefined {
  const [updates, setUpdates] = useState<ReadonlyMap<string, Operation>>(new Map());
  // A page that was read after them knows what ended before.
  useEffect(() => setUpdates((known) => new Map([...known].filter(([, o]) => o.state === "RUNNING"))), [page]);
  useOperationUpdates((operation) => {
    setUpdates((known) => new Map(known).set(operation.id, operation));
    if (operation.state !== "RUNNING") refresh();
  }, refresh);
  if (!page) return undefined;
  const ids = new Set(page.map(({ id }) => id));
  const ofList = (o: Operation) => integrationId === null || o.integration === null || o.integration?.id === integrationId;
  const begun = first ? [...updates.values()].filter((o) => !ids.has(o.id) && ofList(o)).reverse() : [];
  return [...begun, ...page.map((o) => updates.get(o.id) ?? o)];
}

function IntegrationFilter({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const [{ data }] = useQuery({ query: Integrations });
  const options = (data?.integrations ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <Select label="Integration" description="With one: its own, and the loads of the Omni catalogue" placeholder="All" maw={360} clearable data={options} value={value} onChange={onChange} disabled={!data} />
  );
}
