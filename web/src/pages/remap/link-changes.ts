import { targetKey, type Target } from "../../api/targets";
import type { Outcome, Pair } from "./documents";
import type { LinkLine } from "./link-lines";
import type { Line } from "./use-family";

/** What a remap does to a listing's link, and the target of the link: for lost ones, the target that the listing loses. */
export type LinkChange = { kind: "new" | "kept" | "lost"; target: Target };

/** The changes by SKU. */
export type LinkChanges = ReadonlyMap<string, LinkChange>;

/** The changes that a remap makes; undefined where it is not known, or refused. */
export function changesOf(outcome: Outcome | undefined): LinkChanges | undefined {
  if (!outcome || outcome.rejectedRows.length > 0) return undefined;
  const changes = (pairs: readonly Pair[], kind: LinkChange["kind"]) => pairs.map(({ sku, target }) => [sku, { kind, target }] as const);
  return new Map([...changes(outcome.kept, "kept"), ...changes(outcome.created, "new"), ...changes(outcome.lost, "lost")]);
}

/** The lines to draw: the present links, by what becomes of them, and the new ones. */
export function linkLinesOf(lines: readonly Line[], changes: LinkChanges | undefined): LinkLine[] {
  return lines.flatMap(({ sku, nowKey }): LinkLine[] => {
    const change = changes?.get(sku);
    const nextKey = change && change.kind !== "lost" ? targetKey(change.target) : undefined;
    const now: LinkLine[] = nowKey ? [{ from: sku, to: nowKey, kind: !change || nextKey === nowKey ? "kept" : "gone" }] : [];
    return nextKey && nextKey !== nowKey ? [...now, { from: sku, to: nextKey, kind: "new" }] : now;
  });
}
