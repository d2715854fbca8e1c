import { useFoundLoad, useLoad } from "../api/loads";
import { useOperation } from "../api/operation-by-id";

export type ShownLoad = ReturnType<typeof useShownLoad>;

/** The load to show: this tab's, else one that was found running. */
export function useShownLoad(integrationId: string | undefined) {
  const { load, start, dismiss } = useLoad(integrationId);
  const [found, forget] = useFoundLoad(integrationId, load !== undefined);
  const followed = useOperation((load ? load.result?.operationId : found) ?? "");
  const { operation, missing } = followed;
  const unknown = load !== undefined && load.result === undefined;
  return {
    load,
    result: load?.result,
    operation: operation ?? (unknown && load.operation ? { ...load.operation, rejectedRows: [] } : undefined),
    busy: unknown || operation?.state === "RUNNING",
    missing,
    start: (...args: Parameters<typeof start>) => {
      forget();
      void start(...args);
    },
    again: () => load && void start(load.file, load.options, load.key),
    dismiss: () => {
      forget();
      dismiss();
    },
  };
}
