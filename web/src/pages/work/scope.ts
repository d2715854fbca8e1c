import type { Client } from "urql";
import type { ListingFilter } from "../../gql/graphql";
import type { Listing } from "../../api/listings";
import { WorkNames } from "./documents";

/** What an action is about: rows that are chosen, or all that match, on all pages. */
export type Scope = { kind: "rows"; listings: readonly Listing[] } | { kind: "all"; filter: ListingFilter; total: number; narrowed: boolean };

export function sizeOf(scope: Scope): number {
  return scope.kind === "rows" ? scope.listings.length : scope.total;
}

type Named = { sku: string; familySku: string; ignored?: { note?: string | null } | null };

// A request may name as many.
const most = 10_000;

/** The names of what is in scope: of all that match they are read page by page. It throws what went wrong. */
export async function namesOf(client: Client, integrationId: string, scope: Scope): Promise<readonly Named[]> {
  if (scope.kind === "rows") return scope.listings;
  const found: Named[] = [];
  for (let after: string | null | undefined; ; ) {
    const { data, error } = await client.query(WorkNames, { integrationId, filter: scope.filter, after }, { requestPolicy: "network-only" }).toPromise();
    if (!data) throw error ?? new Error("The server gave no answer.");
    found.push(...data.amazonListings.nodes);
    if (found.length > most) throw new Error(`At most ${most.toLocaleString()} listings can be named at once. Narrow the list.`);
    if (!data.amazonListings.pageInfo.hasNextPage) return found;
    after = data.amazonListings.pageInfo.endCursor;
  }
}

/** The families of what is in scope, each once. */
export async function familiesOf(client: Client, integrationId: string, scope: Scope): Promise<string[]> {
  return [...new Set((await namesOf(client, integrationId, scope)).map(({ familySku }) => familySku))];
}
