import { useState } from "react";
import { useClient } from "urql";
import { graphql } from "../../gql";
import type { RemapSafeMutation } from "../../gql/graphql";
import type { RequestError } from "../../components/problem";
import { DeleteCreated } from "./documents";

const RemapSafe = graphql(`
  mutation RemapSafe($integrationId: ID!, $dryRun: Boolean!) {
    remapProducts(input: { integrationId: $integrationId, allPartiallyMapped: true, onlySafe: true, dryRun: $dryRun }) {
      operation {
        id
      }
      sets
      setsLeft
      deleted
      createdCount
      keptCount
      created {
        sku
      }
      userErrors {
        code
        message
      }
    }
  }
`);

const CreationOf = graphql(`
  query CreationOf($integrationId: ID!, $sku: String!) {
    amazonListing(integrationId: $integrationId, sku: $sku) {
      mapping {
        createdAt
      }
    }
  }
`);

const NewestMappings = graphql(`
  query NewestMappings($integrationId: ID!, $after: String) {
    mappedProducts(integrationId: $integrationId, first: 250, after: $after) {
      nodes {
        id
        createdAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export type SafeOutcome = RemapSafeMutation["remapProducts"];

/** Remaps what is safe of all that is partially mapped: first as a dry run, then in earnest. */
export function useSafe(integrationId: string, changed: () => void) {
  const client = useClient();
  const [busy, setBusy] = useState(false);
  const [outlook, setOutlook] = useState<SafeOutcome>();
  const [done, setDone] = useState<SafeOutcome>();
  const [problem, setProblem] = useState<RequestError>();

  const send = async (dryRun: boolean) => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    const { data, error } = await client.mutation(RemapSafe, { integrationId, dryRun }).toPromise();
    setBusy(false);
    const payload = data?.remapProducts;
    if (!payload) return setProblem(error ?? { message: "The server gave no answer." });
    if (payload.userErrors.length > 0) return setProblem({ message: payload.userErrors.map((one) => one.message).join(" ") });
    if (dryRun) return setOutlook(payload);
    setOutlook(undefined);
    setDone(payload);
    changed();
  };
  const close = () => setDone(undefined);
  return { busy, outlook, done, problem, look: () => send(true), remap: () => send(false), close };
}

/** Deletes the mappings that a remap created, however many: those that were made at the very time of the first one. */
export function useTakeBackAll(integrationId: string) {
  const client = useClient();
  return async (outcome: SafeOutcome): Promise<RequestError | undefined> => {
    if (outcome.created.length === 0) return undefined;
    const first = await client.query(CreationOf, { integrationId, sku: outcome.created[0].sku }, { requestPolicy: "network-only" }).toPromise();
    if (first.error) return first.error;
    const createdAt = first.data?.amazonListing?.mapping?.createdAt;
    if (createdAt === undefined) return { message: "What was remapped has been changed since. Delete what is not wanted among the mapped products." };
    const ids: string[] = [];
    for (let after: string | null | undefined; ids.length < outcome.createdCount; ) {
      const { data, error } = await client.query(NewestMappings, { integrationId, after }, { requestPolicy: "network-only" }).toPromise();
      if (error) return error;
      ids.push(...(data?.mappedProducts.nodes ?? []).filter((one) => one.createdAt === createdAt).map((one) => one.id));
      if (!data?.mappedProducts.pageInfo.hasNextPage) break;
      after = data.mappedProducts.pageInfo.endCursor;
    }
    // A request may name 10,000.
    for (let i = 0; i < ids.length; i += 10_000) {
      const { error } = await client.mutation(DeleteCreated, { integrationId, ids: ids.slice(i, i + 10_000) }).toPromise();
      if (error) return error;
    }
    return undefined;
  };
}
