import { Anchor, Button, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import type { Integration } from "../../api/integrations";
import { useLastingQuery } from "../../api/lasting-query";
import { currencySign } from "../../api/marketplaces";
import { useRights } from "../../api/viewer";
import { counted } from "../../components/counted";
import { pageOf } from "../../components/current-integration";
import { useAddress } from "../../components/list/address";
import { ColumnChoice, useHiddenColumns } from "../../components/list/columns";
import { useDensity } from "../../components/list/density";
import { FilterBar } from "../../components/list/filter-bar";
import { KeyHints } from "../../components/list/key-hints";
import { useKeys } from "../../components/list/keys";
import { useWalk } from "../../components/list/use-walk";
import { ListSkeleton } from "../../components/list-skeleton";
import { ListingDrawer } from "../../components/listing-drawer";
import { Pager, usePaging } from "../../components/pager";
import { Problem } from "../../components/problem";
import { MappedPage, MappedTotal } from "./documents";
import { filterNames, filterOf, MappedFilters } from "./filters";
import { List } from "./list";
import type { RowActions } from "./row";
import { useDeletion } from "./use-deletion";

const nothing: ReadonlySet<string> = new Set();

/** The list of an integration's mappings. */
export function MappedProducts({ integration }: { integration: Integration }) {
  const integrationId = integration.id;
  const { edits } = useRights();
  const [, navigate] = useLocation();
  const { params, set } = useAddress();
  const { filter, narrowed } = filterOf(params);
  const paging = usePaging(JSON.stringify(filter));
  const [{ data, fetching, error }, readPage] = useLastingQuery({ query: MappedPage, variables: { integrationId, filter, ...paging.page } });
  const [totals, readTotal] = useLastingQuery({ query: MappedTotal, variables: { integrationId, filter } });
  const total = totals.fetching ? undefined : totals.data?.mappedProducts.totalCount;
  const [selected, setSelected] = useState<ReadonlySet<string>>(nothing);
  const [dense, setDense] = useDensity();
  const [hidden, toggleColumn] = useHiddenColumns("mapped");
  const page = data?.mappedProducts;
  const rows = page?.nodes ?? [];

  const refresh = () => {
    setSelected(nothing);
    readPage();
    readTotal();
  };
  const deletion = useDeletion(integrationId, refresh);
  // Rows that are no longer shown must not be deleted by mistake.
  const place = JSON.stringify([filter, paging.page]);
  useEffect(() => setSelected(nothing), [place]);

  const list = useRef<HTMLDivElement>(null);
  const skus = rows.map(({ listing }) => listing.sku);
  const walk = useWalk(list, skus);
  const open = params.get("listing") ?? undefined;
  const openDrawer = (sku: string | undefined) => set({ listing: sku });
  const select = (id: string, on: boolean) => setSelected((old) => new Set(on ? [...old, id] : [...old].filter((one) => one !== id)));
  const actions = useSteady({
    select,
    remove: (id) => void deletion.deleteSome([id]),
    removeProduct: (id) => void deletion.deleteDownloaded(id),
    open: openDrawer,
    walkTo: walk.setCurrent,
  });

  const at = rows.find(({ listing }) => listing.sku === (open ?? walk.current));
  const go = (sku: string) => {
    if (skus.includes(sku)) walk.setCurrent(sku);
    openDrawer(sku);
  };
  const chosen = rows.filter((row) => selected.has(row.id)).map((row) => row.id);
  const onRow = () => document.activeElement?.hasAttribute("data-row") ?? false;
  const move = (by: 1 | -1) => {
    walk.move(by);
    const next = open === undefined || !skus.includes(open) ? undefined : skus[skus.indexOf(open) + by];
    if (next !== undefined) openDrawer(next);
  };
  useKeys({
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => onRow() && move(1),
    ArrowUp: () => onRow() && move(-1),
    o: () => at && openDrawer(at.listing.sku),
    Enter: () => onRow() && at && openDrawer(at.listing.sku),
    Escape: () => (open === undefined ? false : openDrawer(undefined)),
    ...(edits && {
      x: () => at && select(at.id, !selected.has(at.id)),
      d: () => (chosen.length > 0 ? deletion.deleteSome(chosen) : at && deletion.deleteSome([at.id])),
      "Control+a": () => setSelected(new Set(rows.map(({ id }) => id))),
    }),
  });
  return (
    <>
      <FilterBar placeholder="SKU, ASIN, title, Code or Barcode" names={filterNames} dense={dense} onDense={setDense} columns={<ColumnChoice columns={["price", "omni", "amazon", "difference"]} hidden={hidden} onToggle={toggleColumn} />} summary={total === undefined ? "…" : counted(total, "mapping")}>
        <MappedFilters />
      </FilterBar>
      {deletion.problem && <Problem error={deletion.problem} title="Not everything was deleted" />}
      {error && <Problem error={error} title="The list could not be read" onRetry={refresh} />}
      {!page && !error && <ListSkeleton />}
      {page && rows.length === 0 && <Empty narrowed={narrowed} integrationId={integrationId} />}
      {rows.length > 0 && (
        <div ref={list}>
          <List
            rows={rows}
            sign={currencySign(integration.marketplaceId)}
            dense={dense}
            hidden={hidden}
            selected={selected}
            current={walk.current}
            open={open}
            busy={deletion.busy}
            actions={actions}
            onSelectAll={(on) => setSelected(on ? new Set(rows.map((row) => row.id)) : nothing)}
          />
        </div>
      )}
      <div className="dock">
        {edits && chosen.length > 0 && (
          <section className="bulk" aria-label="Selected rows">
            <b role="status">{counted(chosen.length, "row")} selected</b>
            <Button size="xs" variant="default" c="var(--crit)" loading={deletion.busy} onClick={() => deletion.deleteSome(chosen)} rightSection={<kbd className="key desk">D</kbd>}>
              Delete selected ({chosen.length.toLocaleString()})
            </Button>
            <button type="button" className="icon-button" aria-label="Clear selection" onClick={() => setSelected(nothing)}>
              <IconX size={14} aria-hidden />
            </button>
          </section>
        )}
      </div>
      <footer className="foot">
        {page && (rows.length > 0 || !paging.atFirst) ? <Pager paging={paging} info={page.pageInfo} shown={rows.length} total={total} what="mapped product" busy={fetching} /> : <nav aria-label="Pages" />}
        {edits && rows.length > 0 && <Link className="link-button" href={`/settings#danger-${integrationId}`}>Delete All…</Link>}
        <KeyHints />
      </footer>
      {open !== undefined && (
        <ListingDrawer
          integrationId={integrationId}
          sku={open}
          walk={{ skus, go }}
          onClose={() => openDrawer(undefined)}
          onIgnore={(listing) => navigate(pageOf(integrationId, `work?listing=${encodeURIComponent(listing.sku)}`))}
          onDownload={(listing) => navigate(pageOf(integrationId, `work?listing=${encodeURIComponent(listing.sku)}`))}
          onDelete={(id) => {
            openDrawer(undefined);
            void deletion.deleteSome([id]);
          }}
        />
      )}
    </>
  );
}

/** The object stays the same, and uses the present actions when called, so that rows are not rendered again. */
function useSteady(actions: RowActions): RowActions {
  const current = useRef(actions);
  current.current = actions;
  return useMemo(
    () => ({
      select: (...args) => current.current.select(...args),
      remove: (id) => current.current.remove(id),
      removeProduct: (id) => current.current.removeProduct(id),
      open: (sku) => current.current.open(sku),
      walkTo: (sku) => current.current.walkTo(sku),
    }),
    [],
  );
}

function Empty({ narrowed, integrationId }: { narrowed: boolean; integrationId: string }) {
  return (
    <Text size="sm" py="xl" ta="center">
      {narrowed ? (
        "No mapped product passes the search and the filters."
      ) : (
        <>
          Nothing is mapped yet.{" "}
          <Anchor component={Link} href={pageOf(integrationId, "download")} inherit>
            Load the catalogues and import
          </Anchor>{" "}
          to map what can be mapped by itself.
        </>
      )}
    </Text>
  );
}
