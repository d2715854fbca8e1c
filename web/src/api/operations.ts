import { useWindowEvent } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { graphql } from "../gql";
import type { OperationFieldsFragment, OperationKind } from "../gql/graphql";
import { reconnected } from "./reachable";

/** An operation without its rejected rows. */
export type Operation = OperationFieldsFragment;

graphql(`
  fragment OperationFields on Operation {
    id
    kind
    integration {
      id
      name
    }
    state
    progress {
      phase
      done
      total
    }
    fileName
    actor
    startedAt
    finishedAt
    done
    created
    deleted
    rejected
    restorable
    error
    loadSummary {
      read
      created
      updated
      removed
      leftOut
      rejected
      mappingsDeleted
      removalsSkipped
    }
    importSummary {
      unmappedProducts
      existingPriceOptionsLinked
      existingSizeOptionsLinked
      partiallyMapped
      unmappable
    }
    customMappingSummary {
      rowsRead
      productOptionsMapped
      blank
      rejected
    }
    ignoreSummary {
      ignored
      takenBack
    }
  }
`);

/** The latest operations of the account. */
export const LatestOperations = graphql(`
  query LatestOperations {
    operations(first: 50) {
      nodes {
        ...OperationFields
      }
    }
  }
`);

// For all integrations: equal subscriptions share one connection, and a browser opens only six to a server.
export const OperationUpdated = graphql(`
  subscription OperationUpdated {
    operationUpdated {
      ...OperationFields
    }
  }
`);

/** Calls onUpdate at each change of an operation, and onGap where changes may have been missed. */
export function useOperationUpdates(onUpdate: (operation: Operation) => void, onGap: () => void = () => {}): void {
  const client = useClient();
  const update = useRef(onUpdate);
  update.current = onUpdate;
  useEffect(() => {
    const { unsubscribe } = client.subscription(OperationUpdated, {}).subscribe(({ data }) => {
      if (data) update.current(data.operationUpdated);
    });
    return unsubscribe;
  }, [client]);
  useWindowEvent(reconnected, onGap);
}

/** The last update of an operation of this kind while busy; undefined before the first. A load of Omni products has no integration. */
export function useOperationProgress(kind: OperationKind, integrationId: string | undefined, busy: boolean): Operation | undefined {
  const [operation, setOperation] = useState<Operation>();
  useOperationUpdates((update) => {
    if (busy && update.kind === kind && update.integration?.id === integrationId) setOperation(update);
  });
  useEffect(() => {
    if (!busy) setOperation(undefined);
  }, [busy]);
  return busy ? operation : undefined;
}
