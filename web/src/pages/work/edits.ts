import { useCallback, useSyncExternalStore } from "react";
import type { Target } from "../../api/targets";
import type { Listing } from "../../api/listings";

/** The most rows that can wait to be applied: the server lists as many refused rows. The spreadsheet takes more. */
export const maxEdits = 1000;

/** A Code for a SKU that is not applied yet. */
export type Edit = {
  sku: string;
  code: string;
  /** The listing, where it has been seen; a pasted SKU need not have been. */
  listing?: Listing;
  /** What was picked; absent where the Code was typed or pasted. */
  target?: Target;
  /** The result of the check, once it is done. applied: by applying, so that it is shown even while the user types. */
  checked?: { error?: string; message?: string; applied?: boolean };
};

/** The edits of an integration by SKU. Rows listen for their own, so that a key press renders one row. */
export class Edits {
  private readonly bySku = new Map<string, Edit>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly allListeners = new Set<() => void>();
  private all: readonly Edit[] = [];
  /** Grows with every change of a Code, not with results of checks. */
  version = 0;

  get(sku: string): Edit | undefined {
    return this.bySku.get(sku);
  }

  list = (): readonly Edit[] => this.all;

  /** Sets a Code for the SKU; an empty one clears it. False if there are too many. */
  set(sku: string, code: string, more: { listing?: Listing; target?: Target } = {}): boolean {
    const old = this.bySku.get(sku);
    if (code.trim() === "") {
      this.clear([sku]);
      return true;
    }
    if (!old && this.bySku.size >= maxEdits) return false;
    this.bySku.set(sku, { sku, code, listing: more.listing ?? old?.listing, target: more.target });
    this.version++;
    this.notify([sku]);
    return true;
  }

  /** Sets the result of a check of these edits; edits changed since then stay unchecked. */
  check(checkedEdits: readonly Edit[], refused: ReadonlyMap<string, { error: string; message: string }>, applied = false): void {
    const changed: string[] = [];
    for (const { sku, code, target } of checkedEdits) {
      const edit = this.bySku.get(sku);
      if (!edit || edit.code !== code || edit.target !== target) continue;
      const checked = { ...refused.get(sku), applied };
      if (edit.checked && edit.checked.message === checked.message && !applied) continue;
      this.bySku.set(sku, { ...edit, checked });
      changed.push(sku);
    }
    if (changed.length > 0) this.notify(changed);
  }

  clear(skus: readonly string[]): void {
    const gone = skus.filter((sku) => this.bySku.delete(sku));
    if (gone.length === 0) return;
    this.version++;
    this.notify(gone);
  }

  subscribe(sku: string | null, listener: () => void): () => void {
    const set = sku === null ? this.allListeners : (this.listeners.get(sku) ?? new Set());
    if (sku !== null) this.listeners.set(sku, set);
    set.add(listener);
    return () => {
      set.delete(listener);
      if (sku !== null && set.size === 0) this.listeners.delete(sku);
    };
  }

  private notify(skus: readonly string[]): void {
    this.all = [...this.bySku.values()];
    for (const sku of skus) this.listeners.get(sku)?.forEach((listener) => listener());
    this.allListeners.forEach((listener) => listener());
  }
}

// Kept as long as the tab is open, so that the edits are there after a visit to another page.
const editsByIntegration = new Map<string, Edits>();

// They are lost with the page, from wherever it is left.
window.addEventListener("beforeunload", (event) => {
  if ([...editsByIntegration.values()].some((edits) => edits.list().length > 0)) event.preventDefault();
});

/** The edits of an integration. */
export function editsOf(integrationId: string): Edits {
  const edits = editsByIntegration.get(integrationId) ?? new Edits();
  editsByIntegration.set(integrationId, edits);
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

// A pasted SKU may be on no page that was loaded. One object for each SKU, so that its row is not rendered again.
const unseen = new Map<string, Listing>();

/** The listings of edits, to be shown as rows. */
export function editedListings(list: readonly Edit[]): Listing[] {
  return list.map(({ sku, listing }) => {
    if (listing) return listing;
    const known = unseen.get(sku);
    if (known) return known;
    const made: Listing = {
      id: sku, sku, familySku: sku, title: "From your paste", asin: null, price: null, quantity: null, fulfillmentChannel: null, isParent: false,
      status: "UNMAPPABLE", unmappableReason: null, ignored: null, matches: [], heldBy: [], matchRemapOutlook: null, remapOutlook: null,
    };
    unseen.set(sku, made);
    return made;
  });
}
