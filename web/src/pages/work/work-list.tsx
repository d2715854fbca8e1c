import { Button } from "@mantine/core";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Integration } from "../../api/integrations";
import { useLastingQuery } from "../../api/lasting-query";
import { currencySign } from "../../api/marketplaces";
import { useRights } from "../../api/viewer";
import { tabFilters, tabNames, type WorkTab } from "../../api/work";
import { counted } from "../../components/counted";
import { useLeaveWarning } from "../../components/leave-warning";
import { useAddress } from "../../components/list/address";
import { ColumnChoice, useHiddenColumns } from "../../components/list/columns";
import { useDensity } from "../../components/list/density";
import { FilterBar } from "../../components/list/filter-bar";
import { KeyHints } from "../../components/list/key-hints";
import { ListSkeleton } from "../../components/list-skeleton";
import { ListingDrawer } from "../../components/listing-drawer";
import { pageLength, Pager, usePaging } from "../../components/pager";
import { Problem } from "../../components/problem";
import { ApplyBar } from "./apply-bar";
import { BulkBar } from "./bulk-bar";
import { DownloadPanel } from "./download-panel";
import { WorkPage, WorkTotal } from "./documents";
import { editedListings, editsOf, useEdits } from "./edits";
import { Empty } from "./empty";
import { filterNames, filterOf, WorkFilters } from "./filters";
import { IgnorePanel } from "./ignore-panel";
import { RemapPanel } from "./remap-panel";
import type { Scope } from "./scope";
import { WorkTable } from "./table";
import { useApply } from "./use-apply";
import { useCheck } from "./use-check";
import { type Action, useRowActions } from "./use-row-actions";
import { useSelection } from "./use-selection";
import { useWorkKeys } from "./use-work-keys";

type Props = { integrationId: string; tab: WorkTab; integration: Integration | undefined; onChanged: () => void };
// What is asked about has a number, so that another question is another panel.
type Asking = { action: Action; scope: Scope; at?: number };

/** A part of the work list, with what can be done with its rows. */
export function WorkList({ integrationId, tab, integration, onChanged }: Props) {
  const { params, set } = useAddress();
  const { edits: mayEdit } = useRights();
  const { filter, narrowed } = filterOf(tab, params);
  const paging = usePaging(JSON.stringify([integrationId, filter]));
  const [{ data, fetching, error }, readPage] = useLastingQuery({ query: WorkPage, variables: { integrationId, filter, ...paging.page } });
  const [totals, readTotal] = useLastingQuery({ query: WorkTotal, variables: { integrationId, filter } });
  const total = totals.fetching ? undefined : totals.data?.amazonListings.totalCount;
  const [onlyEdited, setOnlyEdited] = useState(false);
  const [shown, setShown] = useState(pageLength);
  const [message, setMessage] = useState<string>();
  const [dense, setDense] = useDensity();
  const [hidden, toggleColumn] = useHiddenColumns("work");

  const edits = editsOf(integrationId);
  const editList = useEdits(edits);
  const edited = editList.length;
  useCheck(edits, integrationId);
  useEffect(() => {
    if (edited === 0) setOnlyEdited(false);
  }, [edited]);
  useLeaveWarning(edited > 0, `${counted(edited, "edited row is", "edited rows are")} not applied yet. Leave the page?`);

  const page = data?.amazonListings;
  const rows = onlyEdited ? editedListings(editList).slice(0, shown) : page?.nodes;
  const selection = useSelection(rows ?? [], JSON.stringify([filter, paging.page, onlyEdited]));
  const [asking, ask, closePanel] = useAsking(tab, selection.clear);
  const refresh = () => {
    selection.clear();
    readPage();
    readTotal();
    onChanged();
  };
  const { apply, applying, problem } = useApply(edits, integrationId, refresh);

  const list = useRef<HTMLDivElement>(null);
  const open = params.get("listing") ?? undefined;
  const openDrawer = (sku: string | undefined) => set({ listing: sku });
  const scope = selection.scope(filter, total, narrowed);
  const { walk, go } = useWorkKeys({ list, rows: rows ?? [], tab, mayEdit, integrationId, open, openDrawer, selection, scope, total, ask, closePanel: asking && (() => closePanel(asking.at)) });
  const actions = useRowActions(edits, list, {
    integrationId,
    filter,
    rows: rows ?? [],
    endCursor: !onlyEdited && page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined,
    apply,
    select: selection.select,
    ask: (action, listing) => ask({ action, scope: { kind: "rows", listings: [listing] } }),
    open: openDrawer,
    walkTo: walk.setCurrent,
    showMessage: setMessage,
  });
  const everything: Scope = { kind: "all", filter: tabFilters[tab], total: total ?? 0, narrowed: false };
  return (
    <>
      <FilterBar
        placeholder="SKU, ASIN or title"
        names={filterNames}
        dense={dense}
        onDense={setDense}
        columns={<ColumnChoice columns={["price", "stock", "why"]} hidden={hidden} onToggle={toggleColumn} />}
        summary={total === undefined ? "…" : counted(total, "listing")}
        actions={
          mayEdit && (
            <>
              {tab === "map" && (
                <button type="button" className="small-button" onClick={() => ask({ action: "download", scope: everything })}>
                  Download all new…
                </button>
              )}
              {tab === "partial" && (
                <button type="button" className="small-button" onClick={() => ask({ action: "remap", scope: everything })}>
                  Remap all that is safe…
                </button>
              )}
            </>
          )
        }
      >
        <WorkFilters integrationId={integrationId} tab={tab} />
      </FilterBar>
      {message && (
        <p className="note" role="status">
          {message}{" "}
          <button type="button" className="link-button" onClick={() => setMessage(undefined)}>
            Dismiss
          </button>
        </p>
      )}
      {problem && <Problem error={problem} title="Nothing was applied" onRetry={apply} />}
      {error && <Problem error={error} title="The list could not be read" onRetry={refresh} />}
      {!rows && !error && <ListSkeleton />}
      {rows && rows.length === 0 && <Empty tab={tab} narrowed={narrowed} integrationId={integrationId} />}
      {rows && rows.length > 0 && (
        <div ref={list}>
          <WorkTable
            integrationId={integrationId}
            tab={tab}
            label={onlyEdited ? "Edited rows" : tabNames[tab]}
            sign={integration ? currencySign(integration.marketplaceId) : ""}
            dense={dense}
            hidden={hidden}
            rows={rows}
            isChosen={(sku) => selection.all || selection.chosen.has(sku)}
            onSelectPage={selection.selectPage}
            current={walk.current}
            open={open}
            edits={edits}
            actions={actions}
          />
        </div>
      )}
      {onlyEdited && shown < edited && (
        <Button mt="sm" variant="default" size="xs" onClick={() => setShown((n) => n + pageLength)}>
          Show more of the {edited.toLocaleString()} edited rows
        </Button>
      )}
      <div className="dock">
        {asking && mayEdit ? <Ask key={asking.at} asking={asking} integrationId={integrationId} onClose={() => closePanel(asking.at)} onDone={refresh} /> : mayEdit && scope && <BulkBar tab={tab} scope={scope} total={total} onSelectAll={selection.selectAll} onClear={selection.clear} onAsk={(action, scope) => ask({ action, scope })} />}
        {!asking && <ApplyBar edits={edits} busy={applying} onApply={apply} onlyEdited={onlyEdited} onOnlyEdited={setOnlyEdited} />}
      </div>
      <footer className="foot">
        {page && !onlyEdited ? <Pager paging={paging} info={page.pageInfo} shown={page.nodes.length} total={total} what="listing" busy={fetching} /> : <nav aria-label="Pages" />}
        <KeyHints />
      </footer>
      {open !== undefined && (
        <ListingDrawer
          key={integrationId}
          integrationId={integrationId}
          sku={open}
          walk={{ skus: (rows ?? []).map(({ sku }) => sku), go }}
          onClose={() => openDrawer(undefined)}
          onIgnore={(listing, ignore) => ask({ action: ignore ? "ignore" : "takeBack", scope: { kind: "rows", listings: [listing] } })}
          onDownload={(listing) => ask({ action: "download", scope: { kind: "rows", listings: [listing] } })}
        />
      )}
    </>
  );
}

/** The action that is asked about; the address may name one, as the search over everything does. */
function useAsking(tab: WorkTab, clear: () => void): [Asking | undefined, (asking: Asking) => void, (at?: number) => void] {
  const { params, set } = useAddress();
  const [asking, setAsking] = useState<Asking>();
  const asked = useRef(0);
  const ask = useCallback((next: Asking) => setAsking({ ...next, at: ++asked.current }), []);
  const named = params.get("do");
  useEffect(() => {
    if (named === null) return;
    set({ do: undefined });
    if (named === "download" || named === "remap") ask({ action: named, scope: { kind: "all", filter: tabFilters[tab], total: 0, narrowed: false } });
  }, [named, tab, set, ask]);
  // A run of a panel that another one has replaced closes nothing.
  const close = (at?: number) => {
    setAsking((now) => (now?.at === at ? undefined : now));
    clear();
  };
  return [asking, ask, close];
}

function Ask({ asking: { action, scope }, ...props }: { asking: Asking; integrationId: string; onClose: () => void; onDone: () => void }) {
  if (action === "download") return <DownloadPanel scope={scope} {...props} />;
  if (action === "remap") return <RemapPanel scope={scope} {...props} />;
  return <IgnorePanel scope={scope} ignore={action === "ignore"} {...props} />;
}
