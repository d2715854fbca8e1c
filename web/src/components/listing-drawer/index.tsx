import { Button } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconX } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { useOperationUpdates } from "../../api/operations";
import { useRights } from "../../api/viewer";
import type { Listing } from "../../api/listings";
import { Channel } from "../channel";
import { pageOf } from "../current-integration";
import { Problem } from "../problem";
import { heldRemedy } from "../reasons";
import { Sku } from "../sku";
import { Compare } from "./compare";
import { DrawerListing, type InFull } from "./documents";
import { Family } from "./family";
import { History } from "./history";
import { ListingStatus } from "./listing-status";

type Props = {
  integrationId: string;
  sku: string;
  /** The list that up and down walk. */
  walk: { skus: readonly string[]; go: (sku: string) => void };
  onClose: () => void;
  onIgnore: (listing: Listing, ignore: boolean) => void;
  onDownload: (listing: Listing) => void;
  /** Deletes the listing's mapping; absent where that is not the place for it. */
  onDelete?: (mappingId: string) => void;
};

/** A listing in full, beside the list that stays in use: both sides, why it stands as it does, its twins, its family, its history. */
export function ListingDrawer(props: Props) {
  const { integrationId, sku, walk, onClose } = props;
  const [{ data, error }, refetch] = useQuery({ query: DrawerListing, variables: { integrationId, sku } });
  useOperationUpdates((operation) => operation.state !== "RUNNING" && refetch());
  const listing = data?.amazonListing?.sku === sku ? data.amazonListing : undefined;
  const heading = useRef<HTMLHeadingElement>(null);
  useFocusOfDrawer(heading);
  const at = walk.skus.indexOf(sku);
  const step = (by: 1 | -1) => walk.skus[at + by] !== undefined && walk.go(walk.skus[at + by]);
  return (
    <aside className="drawer" aria-labelledby="drawer-title">
      <header>
        <div className="line">
          <span className="less" style={{ fontSize: "0.75rem" }}>
            {at >= 0 && `${(at + 1).toLocaleString()} of ${walk.skus.length.toLocaleString()} on this page`}
          </span>
          <button type="button" className="icon-button" aria-label="The listing before" title="Before (K)" disabled={at <= 0} onClick={() => step(-1)}>
            <IconChevronUp size={16} />
          </button>
          <button type="button" className="icon-button" aria-label="The next listing" title="Next (J)" disabled={at < 0 || at === walk.skus.length - 1} onClick={() => step(1)}>
            <IconChevronDown size={16} />
          </button>
          <span className="spring" />
          <button type="button" className="icon-button" aria-label="Close the details" title="Close (Esc)" onClick={onClose}>
            <IconX size={16} />
          </button>
        </div>
        <h2 id="drawer-title" ref={heading} tabIndex={-1}>
          <Sku copies most={36}>
            {sku}
          </Sku>
          <Channel channel={listing?.fulfillmentChannel} />
        </h2>
        <span className="second">{listing ? [listing.title || "No title", listing.asin].filter(Boolean).join(" · ") : " "}</span>
      </header>
      <div className="body" aria-busy={!listing && !error && data?.amazonListing !== null}>
        {error && <Problem error={error} title="The listing could not be read" onRetry={() => refetch()} />}
        {data?.amazonListing === null && <p>There is no listing of this SKU any more.</p>}
        {listing && (
          <>
            <ListingStatus listing={listing} integrationId={integrationId} />
            <Compare listing={listing} />
            <Family listing={listing} integrationId={integrationId} onGo={walk.go} />
            <History listing={listing} />
          </>
        )}
      </div>
      {listing && <Actions listing={listing} {...props} />}
    </aside>
  );
}

/** The drawer takes the focus as it opens, and gives it back to the row. */
function useFocusOfDrawer(heading: React.RefObject<HTMLElement | null>) {
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      const row = before?.closest<HTMLElement>("[data-row]");
      if (row?.isConnected) row.focus({ preventScroll: true });
    };
  }, [heading]);
}

function Actions({ listing, integrationId, onIgnore, onDownload, onDelete }: Props & { listing: InFull }) {
  const { edits } = useRights();
  if (!edits) return null;
  const { status, unmappableReason: reason, familySku, mapping } = listing;
  const remedy = reason === "OMNI_PRODUCT_MAPPED" ? heldRemedy(integrationId, listing) : undefined;
  const family = pageOf(integrationId, `remap?family=${encodeURIComponent(familySku)}`);
  return (
    <footer>
      {status === "MAPPABLE" && (
        <Button component={Link} href={pageOf(integrationId, "download")}>
          Import it
        </Button>
      )}
      {remedy && (
        <Button component={Link} href={remedy.href} aria-label={remedy.meaning}>
          {remedy.label}
        </Button>
      )}
      {status === "PARTIALLY_MAPPED" && (
        <Button component={Link} href={family}>
          {listing.remapOutlook === "NOTHING" ? "Link by hand…" : "Remap…"}
        </Button>
      )}
      {status === "MAPPED" && (
        <Button component={Link} href={family} variant="default">
          Remap the family…
        </Button>
      )}
      {reason === "NO_MATCH" && !listing.isParent && <Button variant="default" onClick={() => onDownload(listing)}>Download as new…</Button>}
      {mapping && onDelete && (
        <Button variant="default" c="var(--crit)" onClick={() => onDelete(mapping.id)}>
          Delete mapping
        </Button>
      )}
      {(status === "PARTIALLY_MAPPED" || status === "UNMAPPABLE") && (
        <Button variant="default" onClick={() => onIgnore(listing, reason !== "IGNORED")}>
          {reason === "IGNORED" ? "Take back…" : "Ignore…"}
        </Button>
      )}
    </footer>
  );
}
