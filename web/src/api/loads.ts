import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { type Client, type CombinedError, useClient, useQuery } from "urql";
import { graphql } from "../gql";
import type { LoadFieldsFragment } from "../gql/graphql";
import { isLost } from "./client";
import { LatestOperations, type Operation, OperationUpdated, useOperationUpdates } from "./operations";
import { newRequestKey } from "./request-key";

graphql(`
  fragment LoadFields on LoadPayload {
    summary {
      read
      created
      updated
      removed
      leftOut
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
  mutation LoadOmniProducts($input: LoadOmniProductsInput!, $key: String!) {
    loadOmniProducts(input: $input) @idempotent(key: $key) {
      ...LoadFields
    }
  }
`);

const LoadAmazonListings = graphql(`
  mutation LoadAmazonListings($input: LoadAmazonListingsInput!, $key: String!) {
    loadAmazonListings(input: $input) @idempotent(key: $key) {
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
  /** The answer was lost, but this operation is the load's. */
  operationId?: string;
}

/** A load that this tab has begun. */
export interface Load {
  file: File;
  options: LoadOptions;
  /** For @idempotent: a repeat has the same one, so that nothing is done twice if only the answer was lost. */
  key: string;
  /** As it was told last; undefined while the file is still sent. */
  operation?: Operation;
  result?: LoadResult;
}

// The files that are still sent, by any client: they would be lost with the page.
const sent = new Set<Load>();
window.addEventListener("beforeunload", (event) => sent.size > 0 && event.preventDefault());

/**
 * The loads of this tab, the last one of each catalogue. They go on, and are found again, whatever page of the dashboard is shown. Once the
 * server has the file they go on without the browser too.
 */
class Loads {
  private readonly all = new Map<string, Load>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly client: Client) {}

  of = (integrationId: string | undefined): Load | undefined => this.all.get(integrationId ?? "");

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Sends a file. With the key of a former load it is a repeat of that. */
  async start(file: File, options: LoadOptions, key = newRequestKey()): Promise<LoadResult> {
    let load: Load = { file, options, key };
    const set = (change: Partial<Load>) => {
      // Another load may have taken its place.
      const shown = this.of(options.integrationId) === load;
      sent.delete(load);
      load = { ...load, ...change };
      if (!load.operation && !load.result) sent.add(load);
      if (shown) this.put(load);
    };
    this.put(load);
    set({});
    const { unsubscribe } = this.client.subscription(OperationUpdated, {}).subscribe(({ data }) => {
      const told = data?.operationUpdated;
      if (told && isOfLoad(told, load)) set({ operation: told });
    });
    const result = await this.send(load);
    unsubscribe();
    if (isLost(result.error)) result.operationId = load.operation?.id;
    set({ result });
    return result;
  }

  /** Takes a load out of sight. */
  dismiss(integrationId: string | undefined): void {
    this.all.delete(integrationId ?? "");
    this.notify();
  }

  private async send({ file, options: { integrationId, ...how }, key }: Load): Promise<LoadResult> {
    if (integrationId === undefined) {
      const { data, error } = await this.client.mutation(LoadOmniProducts, { input: { file, ...how }, key }).toPromise();
      return { payload: data?.loadOmniProducts, error };
    }
    const { data, error } = await this.client.mutation(LoadAmazonListings, { input: { integrationId, file, ...how }, key }).toPromise();
    return { payload: data?.loadAmazonListings, error };
  }

  private put(load: Load): void {
    this.all.set(load.options.integrationId ?? "", load);
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}

// One of each client: with another API key the account may be another one.
const loadsOfClients = new WeakMap<Client, Loads>();

function useLoads(): Loads {
  const client = useClient();
  const loads = loadsOfClients.get(client) ?? new Loads(client);
  loadsOfClients.set(client, loads);
  return loads;
}

interface Loading {
  /** The load that this tab has begun, until it is dismissed. */
  load?: Load;
  start: (file: File, options: LoadOptions, key?: string) => Promise<LoadResult>;
  dismiss: () => void;
}

/** The loads of this tab into a catalogue: that of an integration, or the Omni catalogue. */
export function useLoad(integrationId?: string): Loading {
  const loads = useLoads();
  const load = useSyncExternalStore(loads.subscribe, () => loads.of(integrationId));
  const start = useCallback((file: File, options: LoadOptions, key?: string) => loads.start(file, options, key), [loads]);
  const dismiss = useCallback(() => loads.dismiss(integrationId), [loads, integrationId]);
  return { load, start, dismiss };
}

/**
 * The id of a load into a catalogue that another page, tab or person has begun, and that was running when this page was opened or has begun
 * since. It stays when the load ends, until it is forgotten. While own is set, this tab's load is the one that is shown.
 */
export function useFoundLoad(integrationId: string | undefined, own: boolean): [id: string | undefined, forget: () => void] {
  const [{ data }, refetch] = useQuery({ query: LatestOperations });
  const [id, setId] = useState<string>();
  const ignored = useRef(new Set<string>());
  const see = (operation: Operation) => {
    if (operation.state !== "RUNNING" || !isInto(operation, integrationId)) return;
    if (own) ignored.current.add(operation.id);
    else if (!ignored.current.has(operation.id)) setId(operation.id);
  };
  useOperationUpdates(see, () => refetch());
  useEffect(() => {
    // The oldest one is nearest to its end.
    for (const operation of [...(data?.operations.nodes ?? [])].reverse()) see(operation);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [data]);
  const forget = useCallback(() => setId(undefined), []);
  return [own ? undefined : id, forget];
}

function isInto(operation: Operation, integrationId: string | undefined): boolean {
  return operation.kind === (integrationId === undefined ? "LOAD_OMNI" : "LOAD_AMAZON") && operation.integration?.id === integrationId;
}

/** Whether an operation is that of a load: of the same file, since others may load into the same catalogue. */
function isOfLoad(operation: Operation, { file, operation: known, options }: Load): boolean {
  if (known) return operation.id === known.id;
  return operation.state === "RUNNING" && isInto(operation, options.integrationId) && operation.fileName === file.name;
}
