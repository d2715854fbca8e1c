import { IconCheck, IconX } from "@tabler/icons-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { Link } from "wouter";
import type { Undone } from "../api/undo";

/** What was done, as in "3 mappings deleted.", and how it is undone. */
export type Toast = { message: string; undo?: () => Promise<Undone> };

type Shown = Toast & { number: number };

// One at a time: the next one takes the place of the last. It outlives the page that it came from.
let shown: Shown | undefined;
let number = 0;
const listeners = new Set<() => void>();

function set(next: Shown | undefined) {
  shown = next;
  listeners.forEach((listener) => listener());
}

/** Says what was done, at the foot of every page. */
export function showToast(toast: Toast): void {
  set({ ...toast, number: ++number });
}

/** How long it stays, in milliseconds, while neither the pointer nor the focus is on it. Activity has what was done, too. */
const stays = (toast: Toast) => (toast.undo ? 60_000 : 10_000);

/** The place of the toast. */
export function Toasts() {
  const toast = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className="toasts" role="status" aria-label="Done">
      {toast && <One key={toast.number} toast={toast} />}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function One({ toast }: { toast: Shown }) {
  const [busy, setBusy] = useState(false);
  const [undone, setUndone] = useState<Undone>();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || busy) return;
    const timer = setTimeout(() => set(undefined), stays(toast));
    return () => clearTimeout(timer);
  }, [toast, held, busy, undone]);
  const undo = async () => {
    if (!toast.undo || busy) return;
    setBusy(true);
    setUndone(await toast.undo());
    setBusy(false);
  };
  const failed = undone && "problem" in undone;
  return (
    <div className="toast" onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <IconCheck size={16} aria-hidden />
      <span>{busy ? "Undoing…" : failed ? `It was not undone. ${undone.problem.message}` : (undone?.message ?? toast.message)}</span>
      {toast.undo && !busy && (!undone || failed || undone.again) && (
        <button type="button" onClick={undo} data-undo>
          {failed ? "Try again" : undone ? "Try the rest again" : "Undo"}
        </button>
      )}
      {undone && !failed && undone.again && <Link href="/activity">See why</Link>}
      <button type="button" aria-label="Dismiss" onClick={() => set(undefined)}>
        <IconX size={14} aria-hidden />
      </button>
    </div>
  );
}
