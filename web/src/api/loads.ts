import { useWindowEvent } from "@mantine/hooks";
import { useState } from "react";
import { type CombinedError, useMutation } from "urql";
import { graphql } from "../gql";
import type { LoadFieldsFragment } from "../gql/graphql";
import { type Operation, useOperationProgress } from "./operations";

graphql(`
  fragment LoadFields on LoadPayload {
    summary {
      read
      created
      updated
      removed
      rejected
      mappingsDeleted
      removalsSkipped
    }
    rejectedRows {
      sheet
      row
      sku
      cin7Code
      code
      message
    }
    userErrors {
      code
      field
      message
    }
  }
`);

const LoadOmniProducts = graphql(`
  mutation LoadOmniProducts($input: LoadOmniProductsInput!) {
    loadOmniProducts(input: $input) {
      ...LoadFields
    }
  }
`);

const LoadAmazonListings = graphql(`
  mutation LoadAmazonListings($input: LoadAmazonListingsInput!) {
    loadAmazonListings(input: $input) {
      ...LoadFields
    }
  }
`);

/** Options of a load. With an integration it loads listings, else Omni products. */
export interface LoadOptions {
  integrationId?: string;
  removeMissing?: boolean;
  allowShrink?: boolean;
}

/** The result of a load. */
export interface LoadResult {
  payload?: LoadFieldsFragment;
  error?: CombinedError;
}

interface Loading {
  busy: boolean;
  /** How far the load is; undefined until the server has begun to read the file. */
  progress?: Operation;
  load: (file: File, options?: LoadOptions) => Promise<LoadResult>;
}

/** Loads files with listings or Omni products. The browser asks before the dashboard is left, since the load would end with it. */
export function useLoad(): Loading {
  const [, loadOmni] = useMutation(LoadOmniProducts);
  const [, loadListings] = useMutation(LoadAmazonListings);
  const [now, setNow] = useState<LoadOptions>();
  useWindowEvent("beforeunload", (event) => now && event.preventDefault());
  const progress = useOperationProgress(now?.integrationId === undefined ? "LOAD_OMNI" : "LOAD_AMAZON", now?.integrationId, now !== undefined);
  const load = async (file: File, options: LoadOptions = {}): Promise<LoadResult> => {
    setNow(options);
    const { integrationId, ...how } = options;
    try {
      if (integrationId === undefined) {
        const { data, error } = await loadOmni({ input: { file, ...how } });
        return { payload: data?.loadOmniProducts, error };
      }
      const { data, error } = await loadListings({ input: { integrationId, file, ...how } });
      return { payload: data?.loadAmazonListings, error };
    } finally {
      setNow(undefined);
    }
  };
  return { busy: now !== undefined, progress: progress?.state === "RUNNING" ? progress : undefined, load };
}
