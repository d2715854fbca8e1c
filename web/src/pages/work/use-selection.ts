import { useEffect, useRef, useState } from "react";
import type { ListingFilter } from "../../gql/graphql";
import type { Listing } from "../../api/listings";
import type { Scope } from "./scope";

const none: ReadonlyMap<string, Listing> = new Map();

/** The rows that are chosen: some of the page, or all that match, on all pages. Another list, or another page of it, chooses none. */
export function useSelection(rows: readonly Listing[], place: string) {
  const [chosen, setChosen] = useState<ReadonlyMap<string, Listing>>(none);
  const [all, setAll] = useState(false);
  const last = useRef<string>(undefined);
  const clear = () => {
    setChosen(none);
    setAll(false);
  };
  // Rows that are no longer shown must not be changed by mistake.
  useEffect(clear, [place]);

  const select = (listing: Listing, on: boolean, range: boolean) => {
    const from = range ? rows.findIndex(({ sku }) => sku === last.current) : -1;
    const to = rows.findIndex(({ sku }) => sku === listing.sku);
    const touched = from < 0 || to < 0 ? [listing] : rows.slice(Math.min(from, to), Math.max(from, to) + 1);
    last.current = listing.sku;
    setAll(false);
    setChosen((old) => {
      const next = new Map(old);
      for (const one of touched) {
        if (on) next.set(one.sku, one);
        else next.delete(one.sku);
      }
      return next;
    });
  };
  const selectPage = (on: boolean) => {
    setAll(false);
    setChosen(on ? new Map(rows.map((row) => [row.sku, row])) : none);
  };
  const scope = (filter: ListingFilter, total: number | undefined, narrowed: boolean): Scope | undefined => {
    if (all && total !== undefined) return { kind: "all", filter, total, narrowed };
    return chosen.size > 0 ? { kind: "rows", listings: [...chosen.values()] } : undefined;
  };
  return { chosen, all, clear, select, selectPage, selectAll: () => setAll(true), scope };
}
