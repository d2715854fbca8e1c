import { Alert, Anchor, Group, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "wouter";
import { useLastingQuery } from "../../api/lasting-query";
import { useIntegration } from "../../components/integration";
import { useLeaveWarning } from "../../components/leave-warning";
import { NoIntegrationLine } from "../../components/no-integration";
import { counted } from "../../components/counted";
import { LookOnly } from "../../components/look-only";
import { Pager, usePaging } from "../../components/pager";
import { Problem } from "../../components/problem";
import { PageTitle } from "../../components/page";
import { ApplyBar } from "./apply-bar";
import { DownloadAll } from "./download-all";
import { DownloadDialog, type DownloadRequest } from "./download-dialog";
import { editsOf, useEdits } from "./edits";
import { Filters } from "./filters";
import { IgnoreBar } from "./ignore-bar";
import { List } from "./list";
import { UnmappedPage, UnmappedTotal, type Listing, type Reason } from "./documents";
import { reasons } from "./reasons";
import { useApply } from "./use-apply";
import { useCheck } from "./use-check";

/** Unmappable products: why each one is not mapped, and a field to map it by hand. */
export default function Unmapped() {
  const { id, integration, fetching, error, refresh: again } = useIntegration();
  return (
    <Stack maw={1400} mx="auto">
      <PageTitle tab="Unmappable products">Unmappable products{integration ? ` of ${integration.name}` : ""}</PageTitle>
      {error && <Problem error={error} title="The integration could not be read" onRetry={again} />}
      {!error && !fetching && !integration && <NoIntegrationLine />}
      {integration && !integration.productsEnabled && (
        <Alert color="yellow" title="Products is turned off">
          Nothing can be mapped until it is turned on in the <Anchor component={Link} underline="always" href="/settings">settings</Anchor>.
        </Alert>
      )}
      {integration && integration.productStatus.mappable > 0 && (
        <Text size="sm">
          {counted(integration.productStatus.mappable, "more can be mapped by itself", "more can be mapped by themselves")}:{" "}
          <Anchor component={Link} href={`/integrations/${id}/download`} size="sm" underline="always">
            import {integration.productStatus.mappable === 1 ? "it" : "them"}
          </Anchor>
          .
        </Text>
      )}
      <LookOnly>Nothing can be mapped with your key.</LookOnly>
      {!error && (fetching || integration) && <UnmappedProducts key={id} integrationId={id} onChanged={again} />}
    </Stack>
  );
}

const noListings: ReadonlyMap<string, Listing> = new Map();

function UnmappedProducts({ integrationId, onChanged }: { integrationId: string; onChanged: () => void }) {
  const [params, setParams] = useSearchParams();
  const [typed, setTyped] = useState(params.get("search") ?? "");
  const [search] = useDebouncedValue(typed.trim(), 250);
  const chosen = reasons.filter((reason) => params.getAll("reason").includes(reason));
  const filter = { search: search || null, reason: chosen.length > 0 ? chosen : null };
  const paging = usePaging(JSON.stringify([integrationId, filter]));
  const [{ data, fetching, error }, readPage] = useLastingQuery({ query: UnmappedPage, variables: { integrationId, filter, ...paging.page } });
  const [total, readTotal] = useLastingQuery({ query: UnmappedTotal, variables: { integrationId, filter } });
  const [version, setVersion] = useState(0);
  const [onlyEdited, setOnlyEdited] = useState(false);
  const [download, setDownload] = useState<DownloadRequest>();
  const [message, setMessage] = useState<string>();
  const [selected, setSelected] = useState<ReadonlyMap<string, Listing>>(noListings);
  const [asking, setAsking] = useState(false);

  const edits = editsOf(integrationId);
  useCheck(edits, integrationId);
  const edited = useEdits(edits).length;
  useEffect(() => {
    if (edited === 0) setOnlyEdited(false);
  }, [edited]);
  useLeaveWarning(edited > 0, `${counted(edited, "edited row is", "edited rows are")} not applied yet. Leave the page?`);

  const select = (listing: Listing, on: boolean) => {
    setSelected((old) => {
      const next = new Map(old);
      if (on) next.set(listing.sku, listing);
      else next.delete(listing.sku);
      return next;
    });
  };
  // Rows that are no longer shown must not be ignored by mistake.
  const place = JSON.stringify([filter, paging.page]);
  useEffect(() => setSelected(noListings), [place]);

  const refresh = () => {
    setSelected(noListings);
    readPage();
    readTotal();
    setVersion((n) => n + 1);
    onChanged();
  };
  const { apply, applying, problem } = useApply(edits, integrationId, (message) => {
    setMessage(message);
    refresh();
  });
  const choose = (reason: Reason[]) => {
    setParams((old) => {
      const next = new URLSearchParams(old);
      next.delete("reason");
      for (const one of reason) next.append("reason", one);
      return next;
    }, { replace: true });
  };
  const page = data?.unmappableProducts;
  const selectedSkus = new Set(selected.keys());
  const filtered = search !== "" || chosen.length > 0;
  return (
    <>
      <Filters integrationId={integrationId} search={typed} onSearch={setTyped} chosen={chosen} onChosen={choose} version={version} />
      <Group>
        <DownloadAll
          integrationId={integrationId}
          onDone={(message) => {
            setMessage(message);
            refresh();
          }}
        />
      </Group>
      <div aria-live="polite">
        {message && (
          <Alert color="blue" p="xs" withCloseButton closeButtonLabel="Dismiss" onClose={() => setMessage(undefined)}>
            {message}
          </Alert>
        )}
      </div>
      <IgnoreBar
        integrationId={integrationId}
        listings={[...selected.values()]}
        asking={asking}
        onAsk={setAsking}
        onClear={() => setSelected(noListings)}
        onDone={(message) => {
          setMessage(message);
          refresh();
        }}
      />
      {problem && <Problem error={problem} title="Nothing was applied" onRetry={apply} />}
      {error && <Problem error={error} title="The list could not be read" onRetry={refresh} />}
      {(page || !error) && (
        <List
          integrationId={integrationId}
          filter={filter}
          edits={edits}
          rows={page?.nodes}
          endCursor={page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined}
          onlyEdited={onlyEdited}
          filtered={filtered}
          apply={apply}
          download={(listing: Listing, refused) => setDownload({ listing, refused })}
          showMessage={setMessage}
          selected={selectedSkus}
          select={select}
          ignore={(listing) => {
            setSelected(new Map([[listing.sku, listing]]));
            setAsking(true);
          }}
        />
      )}
      {!onlyEdited && page && (page.nodes.length > 0 || !paging.atFirst) && (
        <Pager paging={paging} info={page.pageInfo} shown={page.nodes.length} total={total.fetching ? undefined : total.data?.unmappableProducts.totalCount} what="unmappable product" busy={fetching} />
      )}
      <ApplyBar edits={edits} busy={applying} onApply={apply} onlyEdited={onlyEdited} onOnlyEdited={setOnlyEdited} />
      <DownloadDialog
        request={download}
        integrationId={integrationId}
        onClose={() => setDownload(undefined)}
        onDone={(message) => {
          setMessage(message);
          refresh();
        }}
      />
    </>
  );
}
