import { useCallback, useSyncExternalStore } from "react";
import type { Target } from "../../api/targets";
import type { Listing } from "./documents";

/** As many rows can wait to be applied. The server tells of as many refused rows; for more there is the spreadsheet. */
export const maxEdits = 1000;

/** A Code that was given to a SKU and is not applied yet. */
export type Edit = {
  sku: string;
  code: string;
  /** The listing, where it has been seen; a pasted SKU need not have been. */
  listing?: Listing;
  /** What was picked; absent where the Code was typed or pasted. */
  target?: Target;
  /** What came of the check: absent while it is not done. Whoever applied is told at once; whoever still types is not interrupted. */
  checked?: { error?: string; message?: string; applied?: boolean };
};

/** The edits of an integration by SKU. Rows listen for their own, so that a key press draws one row. */
export class Edits {
  private readonly bySku = new Map<string, Edit>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly anyone = new Set<() => void>();
  private all: readonly Edit[] = [];
  private readonly coming = new Set<Promise<unknown>>();
  /** Grows with every change of a Code, not with what checks say. */
  generation = 0;

  get(sku: string): Edit | undefined {
    return this.bySku.get(sku);
  }

  list = (): readonly Edit[] => this.all;

  /** Takes a Code for the SKU; an empty one clears it. False where there are too many. */
  set(sku: string, code: string, more: { listing?: Listing; target?: Target } = {}): boolean {
    const old = this.bySku.get(sku);
    if (code.trim() === "") {
      this.clear([sku]);
      return true;
    }
    if (!old && this.bySku.size >= maxEdits) return false;
    this.bySku.set(sku, { sku, code, listing: more.listing ?? old?.listing, target: more.target });
    this.generation++;
    this.tell([sku]);
    return true;
  }

  /** Takes what a check of these edits said; what has been changed since is left alone. */
  check(checkedEdits: readonly Edit[], refused: ReadonlyMap<string, { error: string; message: string }>, applied = false): void {
    const told: string[] = [];
    for (const { sku, code } of checkedEdits) {
      const edit = this.bySku.get(sku);
      if (!edit || edit.code !== code) continue;
      const checked = { ...refused.get(sku), applied };
      if (edit.checked && edit.checked.message === checked.message && !applied) continue;
      this.bySku.set(sku, { ...edit, checked });
      told.push(sku);
    }
    if (told.length > 0) this.tell(told);
  }

  clear(skus: readonly string[]): void {
    const gone = skus.filter((sku) => this.bySku.delete(sku));
    if (gone.length === 0) return;
    this.generation++;
    this.tell(gone);
  }

  /** Notes a Code that is still looked up: whoever applies waits for it. */
  expect(coming: Promise<unknown>): void {
    this.coming.add(coming);
    void coming.finally(() => this.coming.delete(coming));
  }

  /** Waits for the Codes that are still looked up. */
  async settled(): Promise<void> {
    await Promise.all(this.coming);
  }

  subscribe(sku: string | null, listener: () => void): () => void {
    const set = sku === null ? this.anyone : (this.listeners.get(sku) ?? new Set());
    if (sku !== null) this.listeners.set(sku, set);
    set.add(listener);
    return () => {
      set.delete(listener);
      if (sku !== null && set.size === 0) this.listeners.delete(sku);
    };
  }

  private tell(skus: readonly string[]): void {
    this.all = [...this.bySku.values()];
    for (const sku of skus) this.listeners.get(sku)?.forEach((listener) => listener());
    this.anyone.forEach((listener) => listener());
  }
}

// Kept as long as the tab lives: whoever goes back finds the edits again.
const kept = new Map<string, Edits>();

/** The edits of an integration. */
export function editsOf(integrationId: string): Edits {
  const edits = kept.get(integrationId) ?? new Edits();
  kept.set(integrationId, edits);
  return edits;
}

/** The edit of one SKU. */
export function useEdit(edits: Edits, sku: string): Edit | undefined {
  const subscribe = useCallback((listener: () => void) => edits.subscribe(sku, listener), [edits, sku]);
  return useSyncExternalStore(subscribe, () => edits.get(sku));
}

/** All edits, in the order in which they were begun. */
export function useEdits(edits: Edits): readonly Edit[] {
  const subscribe = useCallback((listener: () => void) => edits.subscribe(null, listener), [edits]);
  return useSyncExternalStore(subscribe, edits.list);
}
