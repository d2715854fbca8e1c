import { useInterval } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { type CombinedError, useQuery } from "urql";
import { graphql } from "../gql";
import type { OperationByIdQuery } from "../gql/graphql";
import { type Operation, useOperationUpdates } from "./operations";

const OperationById = graphql(`
  query OperationById($id: ID!) {
    node(id: $id) {
      ... on Operation {
        __typename
        ...OperationFields
        rejectedRows {
          sheet
          row
          sku
          cin7Code
          code
          message
        }
      }
    }
  }
`);

/** An operation with its rejected rows. */
export type OperationInFull = Extract<NonNullable<OperationByIdQuery["node"]>, { __typename: "Operation" }>;

// Events can be lost, as when a proxy cuts the stream, so a running operation is polled too.
const pollInterval = 5_000;

interface FollowedOperation {
  operation?: OperationInFull;
  /** There is no operation of this id. */
  missing: boolean;
  error?: CombinedError;
  refresh: () => void;
}

/** Follows an operation by its id. An empty id sends no query. */
export function useOperation(id: string): FollowedOperation {
  const [{ data, fetching, error }, refetch] = useQuery({ query: OperationById, variables: { id }, pause: id === "" });
  const [latest, setLatest] = useState<Operation>();
  // While another operation is queried, data still holds the last one.
  const known = isOperation(data?.node) && data.node.id === id ? data.node : undefined;
  const running = known?.state === "RUNNING";
  useOperationUpdates(
    (update) => {
      if (update.id !== id) return;
      // Its rejected rows can be read only once it has finished.
      if (update.state === "RUNNING") setLatest(update);
      else refetch();
    },
    () => id !== "" && refetch(),
  );
  const clock = useInterval(() => refetch(), pollInterval);
  useEffect(() => {
    if (running) clock.start();
    return clock.stop;
  }, [running, clock.start, clock.stop]);
  const operation = known && running && latest?.id === id && latest.done >= known.done ? { ...known, ...latest } : known;
  return { operation, missing: id !== "" && !fetching && !error && data !== undefined && known === undefined, error, refresh: () => refetch() };
}

function isOperation(node: OperationByIdQuery["node"] | undefined): node is OperationInFull {
  return node != null && "kind" in node;
}
