import type { RefObject } from "react";
import { useLocation } from "wouter";
import { type WorkTab, workTabs } from "../../api/work";
import { pageOf } from "../../components/current-integration";
import { useKeys } from "../../components/list/keys";
import { useWalk } from "../../components/list/use-walk";
import type { Listing } from "../../api/listings";
import { type Scope } from "./scope";
import type { Action } from "./use-row-actions";
import type { useSelection } from "./use-selection";

type Now = {
  list: RefObject<HTMLElement | null>;
  rows: readonly Listing[];
  tab: WorkTab;
  mayEdit: boolean;
  integrationId: string;
  open: string | undefined;
  openDrawer: (sku: string | undefined) => void;
  selection: ReturnType<typeof useSelection>;
  scope: Scope | undefined;
  total: number | undefined;
  ask: (asking: { action: Action; scope: Scope }) => void;
  closePanel: (() => void) | undefined;
};

/** The keys of the work list. They are about the row that the drawer shows, else the one that is walked to. */
export function useWorkKeys({ list, rows, tab, mayEdit, integrationId, open, openDrawer, selection, scope, total, ask, closePanel }: Now) {
  const [, navigate] = useLocation();
  const walk = useWalk(list, rows.map(({ sku }) => sku));
  const listing = rows.find(({ sku }) => sku === (open ?? walk.current));
  const go = (sku: string) => {
    if (rows.some((row) => row.sku === sku)) walk.setCurrent(sku);
    openDrawer(sku);
  };
  const move = (by: 1 | -1) => {
    walk.move(by);
    if (open === undefined) return;
    const at = rows.findIndex(({ sku }) => sku === open);
    const next = at < 0 ? undefined : rows[at + by];
    if (next) openDrawer(next.sku);
  };
  const onRow = () => document.activeElement?.hasAttribute("data-row") ?? false;
  const arrows = (by: 1 | -1) => onRow() && move(by);
  const details = () => listing && openDrawer(listing.sku);
  const to = (by: 1 | -1) => {
    const next = workTabs[workTabs.indexOf(tab) + by];
    if (next) navigate(pageOf(integrationId, next === "map" ? "work" : `work?tab=${next}`));
  };
  const chosen: Scope | undefined = scope ?? (listing && { kind: "rows", listings: [listing] });
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => arrows(1),
    ArrowUp: () => arrows(-1),
    o: details,
    Enter: () => onRow() && details(),
    Escape: () => (closePanel ? closePanel() : open === undefined ? false : openDrawer(undefined)),
    "[": () => to(-1),
    "]": () => to(1),
    ...(mayEdit && {
      e: () => list.current?.querySelector<HTMLElement>("tr[aria-current] input[data-target-select]")?.focus(),
      x: (event) => listing && tab !== "parents" && selection.select(listing, !selection.chosen.has(listing.sku), event.shiftKey),
      "Control+a": () => (tab === "parents" ? false : selection.chosen.size === rows.length && total !== undefined && total > rows.length ? selection.selectAll() : selection.selectPage(true)),
      i: () => chosen && (tab === "map" || tab === "partial" || tab === "ignored") && ask({ action: tab === "ignored" ? "takeBack" : "ignore", scope: chosen }),
    }),
  });
  return { walk, go };
}
