import { useMemo, useRef, type RefObject } from "react";
import { useClient } from "urql";
import { targetCode, targetName, type Target } from "../../api/targets";
import { counted } from "../../components/counted";
import type { ListingFilter } from "../../gql/graphql";
import { maxEdits, type Edits } from "./edits";
import type { Listing } from "../../api/listings";
import { WorkPage } from "./documents";
import type { Pasted } from "./paste";

/** What can be done with a listing, or with many. */
export type Action = "ignore" | "takeBack" | "download" | "remap";

/** The actions of rows. The object stays the same, so that rows are not rendered again. */
export type RowActions = {
  /** Goes to the field of the next row, or the one before. */
  move: (from: HTMLInputElement, by: 1 | -1) => void;
  apply: () => void;
  paste: (sku: string, pasted: Pasted) => void;
  /** Enters the picked target, which is applied by its id. */
  pick: (listing: Listing, target: Target) => void;
  tooMany: () => void;
  /** Selects the listing, or ends that; with range, all from the last one on. */
  select: (listing: Listing, on: boolean, range: boolean) => void;
  /** Shows what an action would do with this listing alone. */
  ask: (action: Action, listing: Listing) => void;
  /** Opens the drawer. */
  open: (sku: string) => void;
  /** Makes it the row that the keys are about. */
  walkTo: (sku: string) => void;
};

type Now = {
  integrationId: string;
  filter: ListingFilter;
  /** The rows on the page, and where the list goes on; undefined where it does not. */
  rows: readonly Listing[];
  endCursor: string | undefined;
} & Pick<RowActions, "apply" | "select" | "ask" | "open" | "walkTo"> & {
  /** Shows the user a message. */
  showMessage: (text: string) => void;
};

/** The actions of rows. The object stays the same, and uses the present state when called. */
export function useRowActions(edits: Edits, list: RefObject<HTMLElement | null>, now: Now): RowActions {
  const client = useClient();
  const current = useRef(now);
  current.current = now;
  return useMemo(() => {
    const tooMany = () => current.current.showMessage(`At most ${maxEdits.toLocaleString()} rows can wait to be applied. Apply these first, or use the spreadsheet of custom mappings.`);
    const move: RowActions["move"] = (from, by) => {
      const fields = [...(list.current?.querySelectorAll<HTMLInputElement>("input[data-target-select]") ?? [])];
      const to = fields[fields.indexOf(from) + by];
      to?.focus();
      to?.select();
    };
    // Fills the rows below, and then those of the pages that follow.
    const fillDown = async (sku: string, codes: string[]) => {
      const { rows, endCursor, integrationId, filter, showMessage } = current.current;
      const below = rows.slice(rows.findIndex((row) => row.sku === sku));
      let after = endCursor;
      while (below.length < Math.min(codes.length, maxEdits) && after) {
        const { data } = await client.query(WorkPage, { integrationId, filter, first: 250, after }).toPromise();
        if (!data) break;
        below.push(...data.amazonListings.nodes);
        const info = data.amazonListings.pageInfo;
        after = info.hasNextPage ? (info.endCursor ?? undefined) : undefined;
      }
      const pairs = codes.slice(0, below.length).map((code, i) => ({ sku: below[i].sku, code, listing: below[i] }));
      const filled = pairs.filter(({ code }) => code !== "");
      const accepted = filled.filter(({ sku, code, listing }) => edits.set(sku, code, { listing }));
      if (accepted.length < filled.length) return tooMany();
      const left = codes.length - pairs.length;
      const last = pairs[pairs.length - 1]?.sku;
      showMessage(`${counted(accepted.length, "Code")} filled in, down to ${last}.${left > 0 ? ` ${counted(left, "line")} of the column had no row left.` : ""}`);
    };
    return {
      move,
      tooMany,
      apply: () => current.current.apply(),
      select: (listing, on, range) => current.current.select(listing, on, range),
      ask: (action, listing) => current.current.ask(action, listing),
      open: (sku) => current.current.open(sku),
      walkTo: (sku) => current.current.walkTo(sku),
      paste: (sku, pasted) => {
        if (pasted.kind === "codes") return void fillDown(sku, pasted.codes);
        const known = new Map(current.current.rows.map((row) => [row.sku, row]));
        const accepted = pasted.pairs.filter((pair) => edits.set(pair.sku, pair.code, { listing: known.get(pair.sku) }));
        if (accepted.length < pasted.pairs.length) return tooMany();
        current.current.showMessage(`${counted(accepted.length, "Code")} filled in by SKU.`);
      },
      pick: (listing, target) => {
        if (!edits.set(listing.sku, targetCode(target) ?? (targetName(target) || "Picked"), { listing, target })) tooMany();
      },
    };
  }, [client, edits, list]);
}
