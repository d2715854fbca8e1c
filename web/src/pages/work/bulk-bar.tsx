import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { WorkTab } from "../../api/work";
import { counted } from "../../components/counted";
import { type Scope, sizeOf } from "./scope";
import type { Action } from "./use-row-actions";

type Props = { tab: WorkTab; scope: Scope; total: number | undefined; onSelectAll: () => void; onClear: () => void; onAsk: (action: Action, scope: Scope) => void };

const actions: Record<WorkTab, readonly { action: Action; label: string; key?: string }[]> = {
  map: [
    { action: "download", label: "Download as new…" },
    { action: "ignore", label: "Ignore…", key: "I" },
  ],
  partial: [
    { action: "remap", label: "Remap what is safe…" },
    { action: "ignore", label: "Ignore…", key: "I" },
  ],
  parents: [],
  ignored: [{ action: "takeBack", label: "Take back…" }],
};

/** How much is chosen, and what can be done with it. */
export function BulkBar({ tab, scope, total, onSelectAll, onClear, onAsk }: Props) {
  const all = scope.kind === "all";
  return (
    <section className="bulk" aria-label="Selected rows">
      <b role="status">{all ? `All ${counted(scope.total, "listing")} selected` : `${counted(sizeOf(scope), "row")} selected`}</b>
      {!all && total !== undefined && total > sizeOf(scope) && (
        <button type="button" className="link-button" onClick={onSelectAll}>
          Select all {total.toLocaleString()} that match
        </button>
      )}
      {actions[tab].map(({ action, label, key }) => (
        <Button key={action} size="xs" variant="default" onClick={() => onAsk(action, scope)} rightSection={key && <kbd className="key desk">{key}</kbd>}>
          {label}
        </Button>
      ))}
      <button type="button" className="icon-button" aria-label="Clear selection" onClick={onClear}>
        <IconX size={14} aria-hidden />
      </button>
    </section>
  );
}
