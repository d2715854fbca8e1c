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

// News can be lost, as where a proxy cuts the stream; so what runs is also asked for.
const askAgain = 5_000;

interface Followed {
  operation?: OperationInFull;
  /** There is none of this id. */
  missing: boolean;
  error?: CombinedError;
  refresh: () => void;
}

/** An operation by its id, as it is now. An empty id asks for nothing. */
export function useOperation(id: string): Followed {
  const [{ data, fetching, error }, ask] = useQuery({ query: OperationById, variables: { id }, pause: id === "" });
  const [news, setNews] = useState<Operation>();
  // While another one is asked for, the answer about the last is still there.
  const known = isOperation(data?.node) && data.node.id === id ? data.node : undefined;
  const running = known?.state === "RUNNING";
  useOperationUpdates(
    (update) => {
      if (update.id !== id) return;
      // Its rejected rows are there at its end.
      if (update.state === "RUNNING") setNews(update);
      else ask();
    },
    () => id !== "" && ask(),
  );
  const clock = useInterval(() => ask(), askAgain);
  useEffect(() => {
    if (running) clock.start();
    return clock.stop;
  }, [running, clock.start, clock.stop]);
  const operation = known && running && news?.id === id && news.done >= known.done ? { ...known, ...news } : known;
  return { operation, missing: id !== "" && !fetching && !error && data !== undefined && known === undefined, error, refresh: () => ask() };
}

function isOperation(node: OperationByIdQuery["node"] | undefined): node is OperationInFull {
  return node != null && "kind" in node;
}
