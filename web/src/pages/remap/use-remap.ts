import { useEffect, useState } from "react";
import { useClient } from "urql";
import { targetKey } from "../../api/targets";
import type { RemapProductsInput } from "../../gql/graphql";
import type { RequestError } from "../../components/problem";
import { DeleteCreated, MappingOf, RemapPreview, type Outcome, type Pair } from "./documents";

/** What a remap is asked to do; dry runs and the remap itself ask the same. */
export type Wish = Omit<RemapProductsInput, "dryRun">;

/** Previews the wish, anew whenever it changes. Undefined while that is under way. */
export function usePreview(wish: Wish | undefined, generation: number) {
  const client = useClient();
  const [state, setState] = useState<{ key: string; outcome?: Outcome; error?: RequestError }>();
  const key = wish ? JSON.stringify([wish, generation]) : "";
  useEffect(() => {
    if (key === "") return;
    let stale = false;
    const timer = setTimeout(async () => {
      const input = (JSON.parse(key) as [Wish, number])[0];
      const { data, error } = await client.mutation(RemapPreview, { input: { ...input, dryRun: true } }).toPromise();
      if (!stale) setState({ key, ...read(data?.remapProducts, error) });
    }, 250);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, key]);
  return { outcome: state?.outcome, error: state?.key === key ? state.error : undefined, current: state?.key === key };
}

/** An answer, or what is wrong with it as a whole. */
export function read(payload: Outcome | undefined, error: RequestError | undefined): { outcome?: Outcome; error?: RequestError } {
  if (!payload) return { error: error ?? { message: "The server gave no answer." } };
  if (payload.userErrors.length > 0) return { error: { message: payload.userErrors.map((one) => one.message).join(" ") } };
  return { outcome: payload };
}

/** Deletes what a remap created, so that what it deleted can come back. What has been changed since is left alone. */
export function useTakeBack(integrationId: string) {
  const client = useClient();
  return async (created: readonly Pair[]): Promise<RequestError | undefined> => {
    const ids: string[] = [];
    for (const { sku, target } of created) {
      const { data, error } = await client.query(MappingOf, { integrationId, sku }).toPromise();
      if (error) return error;
      const mapping = data?.amazonListing?.mapping;
      if (mapping && targetKey(mapping.target) === targetKey(target)) ids.push(mapping.id);
    }
    if (ids.length === 0) return undefined;
    return (await client.mutation(DeleteCreated, { integrationId, ids }).toPromise()).error;
  };
}
