import { useEffect, useState } from "react";
import { useClient } from "urql";
import { targetKey } from "../../api/targets";
import type { RemapProductsInput } from "../../gql/graphql";
import type { RequestError } from "../../components/problem";
import { DeleteCreated, MappingOf, RemapPreview, type Outcome, type Pair } from "./documents";

/** The input of a remap and of its dry run. */
export type RemapRequest = Omit<RemapProductsInput, "dryRun">;

/** Previews the request again whenever it or the version changes. */
export function usePreview(request: RemapRequest | undefined, version: number) {
  const client = useClient();
  const [state, setState] = useState<{ key: string; outcome?: Outcome; error?: RequestError }>();
  const key = request ? JSON.stringify([request, version]) : "";
  useEffect(() => {
    if (key === "") return;
    let stale = false;
    const timer = setTimeout(async () => {
      const input = (JSON.parse(key) as [RemapRequest, number])[0];
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

/** The outcome of a remap, or the error as a whole. */
export function read(payload: Outcome | undefined, error: RequestError | undefined): { outcome?: Outcome; error?: RequestError } {
  if (!payload) return { error: error ?? { message: "The server gave no answer." } };
  if (payload.userErrors.length > 0) return { error: { message: payload.userErrors.map((one) => one.message).join(" ") } };
  return { outcome: payload };
}

/** Deletes what a remap created, so that what it deleted can be restored. Mappings changed since then stay. */
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
