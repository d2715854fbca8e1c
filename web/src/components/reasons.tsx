import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { targetCode, targetName, type Target } from "../api/targets";
import { useRights } from "../api/viewer";
import { channelName } from "./channel";
import { counted } from "./counted";
import { pageOf } from "./current-integration";
import type { SignName } from "./sign";
import { Sku } from "./sku";
import type { Listing, Reason } from "../api/listings";

export const reasonNames: Record<Reason, string> = {
  NO_MATCH: "No match",
  AMBIGUOUS_MATCH: "Several matches",
  OMNI_PRODUCT_MAPPED: "Item held",
  MATCH_TAKEN: "Match taken",
  IGNORED: "Ignored",
};

export const reasonSigns: Record<Reason, SignName> = { NO_MATCH: "none", AMBIGUOUS_MATCH: "several", OMNI_PRODUCT_MAPPED: "held", MATCH_TAKEN: "taken", IGNORED: "off" };

/** The reason in a few words, for a row; the drawer has the sentence. */
export function reasonInShort(listing: Listing, reason: Reason): string {
  const [holder] = listing.heldBy;
  switch (reason) {
    case "NO_MATCH":
      return "Not a Code or Barcode in Omni";
    case "AMBIGUOUS_MATCH":
      return `${counted(listing.matches.length, "item")} have this Code or Barcode`;
    case "OMNI_PRODUCT_MAPPED":
      return holder ? `by ${holder.sku}` : "by another listing";
    case "MATCH_TAKEN":
      return holder ? `${holder.sku} goes first` : "Another listing goes first";
    case "IGNORED":
      return listing.ignored?.note || "Without a note";
  }
}

/** Why a listing is not mapped, and what can be done, in sentences. */
export function Why({ listing, integrationId }: { listing: Listing; integrationId: string }): ReactNode {
  const reason = listing.unmappableReason;
  switch (reason) {
    case "NO_MATCH":
      return "Nothing in Omni has this SKU as its Code or Barcode.";
    case "AMBIGUOUS_MATCH":
      return `${listing.matches.length.toLocaleString()} items in Omni have this SKU as their Code or Barcode. Pick the right one.`;
    case "OMNI_PRODUCT_MAPPED":
      return <Held listing={listing} integrationId={integrationId} />;
    case "MATCH_TAKEN":
      return (
        <>
          It matches {matchOf(listing)}. So does <Holder listing={listing} />, which goes first: an import maps that one. Type a Code to link this one by hand.
        </>
      );
    case "IGNORED":
      return (
        <>
          Somebody said that it is not to be mapped. Mapping it by hand ends that. {listing.ignored?.note && <q>{listing.ignored.note}</q>}
        </>
      );
    default:
      return null;
  }
}

/** The address where a family is remapped, so that the listing is linked to what the Code names, else to what it matches. */
export function remapAddress(integrationId: string, { sku, familySku }: Pick<Listing, "sku" | "familySku">, target?: Target, code?: string): string {
  const query = new URLSearchParams({ family: familySku, link: sku });
  // The Omni product need not be linked to the family yet.
  if (target) query.set("product", target.product.id);
  if (code) query.set("code", code);
  return pageOf(integrationId, `remap?${query}`);
}

/** The way on for a listing whose item is held: a remap where that creates something, else a swap. */
export function heldRemedy(integrationId: string, listing: Listing): { label: string; href: string; meaning: string } {
  const { sku, familySku, heldBy, matches, matchRemapOutlook: outlook } = listing;
  if (outlook === "SAFE" || outlook === "LOSES") {
    const query = new URLSearchParams({ family: familySku });
    if (matches[0]) query.set("product", matches[0].product.id);
    return { label: "Remap it", href: pageOf(integrationId, `remap?${query}`), meaning: `Remap it: the family ${familySku}` };
  }
  return { label: "Swap…", href: remapAddress(integrationId, listing, matches[0]), meaning: `Swap: link ${sku} instead of ${heldBy[0]?.sku ?? "the other"}` };
}

/** The item is another listing's, or another item of its product is: what a remap would do about it, and what can be done where it would do nothing. */
function Held({ listing, integrationId }: { listing: Listing; integrationId: string }) {
  const { edits } = useRights();
  const { label, href, meaning } = heldRemedy(integrationId, listing);
  const link = edits && (
    <Anchor component={Link} href={href} inherit aria-label={meaning}>
      {label}
    </Anchor>
  );
  const outlook = listing.matchRemapOutlook;
  return (
    <>
      It matches {matchOf(listing)}, held by <Holder listing={listing} />.{" "}
      {outlook === "SAFE" && "A remap links this one, too. "}
      {outlook === "LOSES" && "A remap links this one, and another loses its link. "}
      {outlook !== "SAFE" && outlook !== "LOSES" && "A remap creates nothing. "}
      {link}
      {edits && label !== "Remap it" && " to link this listing instead, or type another Code."}
    </>
  );
}

/** Who holds the item, with how it is sent: of several the one of the very item, or the first. */
function Holder({ listing: { heldBy } }: { listing: Listing }) {
  const [first, ...others] = heldBy;
  if (!first) return "another listing";
  const channel = channelName(first.fulfillmentChannel);
  return (
    <>
      <Sku>{first.sku}</Sku>
      {channel && ` (${channel})`}
      {others.length > 0 && ` and ${others.length.toLocaleString()} more of its product`}
    </>
  );
}

function matchOf({ matches: [match] }: Listing): string {
  return match ? [targetCode(match), targetName(match)].filter(Boolean).join(", ") : "an item";
}
