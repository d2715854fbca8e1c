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
      setLatest(update);
      // Its rejected rows can be read only once it has finished.
      if (update.state !== "RUNNING") refetch();
    },
    () => id !== "" && refetch(),
  );
  const clock = useInterval(() => refetch(), pollInterval);
  useEffect(() => {
    if (running) clock.start();
    return clock.stop;
  }, [running, clock.start, clock.stop]);
  const told = latest?.id === id ? latest : undefined;
  const operation = known ? latestOf(known, told) : refused(told);
  return { operation, missing: id !== "" && !fetching && !error && data !== undefined && operation === undefined, error, refresh: () => refetch() };
}

/** What is known of a running operation, and what was told since. */
function latestOf(known: OperationInFull, told: Operation | undefined): OperationInFull {
  return known.state === "RUNNING" && told?.state === "RUNNING" && told.done >= known.done ? { ...known, ...told } : known;
}

/** An operation that was refused is not kept: only the event of its end says why. */
function refused(told: Operation | undefined): OperationInFull | undefined {
  return told?.state === "FAILED" ? { __typename: "Operation", ...told, rejectedRows: [] } : undefined;
}

function isOperation(node: OperationByIdQuery["node"] | undefined): node is OperationInFull {
  return node != null && "kind" in node;
}
