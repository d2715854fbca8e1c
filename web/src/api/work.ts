import { useQuery } from "urql";
import { graphql } from "../gql";
import type { ListingFilter, UnmappableReason } from "../gql/graphql";
import { useLastingQuery } from "./lasting-query";
import { useOperationUpdates } from "./operations";

/** The parts of the work list, in their order. */
export const workTabs = ["map", "partial", "parents", "ignored"] as const;

export type WorkTab = (typeof workTabs)[number];

/** What users read; Home, the tabs and summaries have the same number under the same name. */
export const tabNames: Record<WorkTab, string> = { map: "To map", partial: "Partially mapped", parents: "Parents, nothing to do", ignored: "Ignored" };

/** The reasons by which a person has to map a listing, in the order in which they are decided. */
export const openReasons: readonly UnmappableReason[] = ["NO_MATCH", "AMBIGUOUS_MATCH", "OMNI_PRODUCT_MAPPED", "MATCH_TAKEN"];

/** The listings of a part, before anything else narrows them. The query WorkCounts has the same. */
export const tabFilters: Record<WorkTab, ListingFilter> = {
  map: { status: ["UNMAPPABLE"], reason: [...openReasons], parents: false },
  partial: { status: ["PARTIALLY_MAPPED"], parents: false },
  parents: { status: ["PARTIALLY_MAPPED", "UNMAPPABLE"], parents: true },
  ignored: { status: ["UNMAPPABLE"], reason: ["IGNORED"] },
};

const WorkCounts = graphql(`
  query WorkCounts($id: ID!) {
    map: amazonListings(integrationId: $id, filter: { status: [UNMAPPABLE], reason: [NO_MATCH, AMBIGUOUS_MATCH, OMNI_PRODUCT_MAPPED, MATCH_TAKEN], parents: false }, first: 0) {
      totalCount
    }
    partial: amazonListings(integrationId: $id, filter: { status: [PARTIALLY_MAPPED], parents: false }, first: 0) {
      totalCount
    }
    parents: amazonListings(integrationId: $id, filter: { status: [PARTIALLY_MAPPED, UNMAPPABLE], parents: true }, first: 0) {
      totalCount
    }
    ignored: amazonListings(integrationId: $id, filter: { status: [UNMAPPABLE], reason: [IGNORED] }, first: 0) {
      totalCount
    }
  }
`);

export type Counts = Record<WorkTab, number>;

/** How many listings each part of the work list has; undefined until it is known. They follow what changes. */
export function useWorkCounts(integrationId: string | undefined): Counts | undefined {
  const [{ data }, refetch] = useLastingQuery({ query: WorkCounts, variables: { id: integrationId ?? "" }, pause: !integrationId });
  useOperationUpdates((operation) => operation.state !== "RUNNING" && integrationId && refetch());
  if (!integrationId || !data) return undefined;
  return { map: data.map.totalCount, partial: data.partial.totalCount, parents: data.parents.totalCount, ignored: data.ignored.totalCount };
}

/** What is left for a person: parents and ignored listings need nothing. */
export function toDo(counts: Counts): number {
  return counts.map + counts.partial;
}

const CatalogueAges = graphql(`
  query CatalogueAges($id: ID!) {
    omni: operations(kind: [LOAD_OMNI], first: 10) {
      nodes {
        state
        startedAt
      }
    }
    amazon: operations(integrationId: $id, kind: [LOAD_AMAZON], first: 10) {
      nodes {
        state
        startedAt
      }
    }
  }
`);

/** When each catalogue was last loaded; null for one that never was. */
export function useCatalogueAges(integrationId: string): { omni: string | null; amazon: string | null } | undefined {
  const [{ data }, refetch] = useQuery({ query: CatalogueAges, variables: { id: integrationId }, pause: integrationId === "" });
  useOperationUpdates((operation) => operation.state !== "RUNNING" && /^LOAD/.test(operation.kind) && refetch());
  if (!data) return undefined;
  const last = (loads: { nodes: { state: string; startedAt: string }[] }) => loads.nodes.find(({ state }) => state === "SUCCEEDED")?.startedAt ?? null;
  return { omni: last(data.omni), amazon: last(data.amazon) };
}
