import { Anchor, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { targetCode, targetName, type Target } from "../../api/targets";
import { useRights } from "../../api/viewer";
import { channelName } from "../../components/channel";
import { Sku } from "../../components/sku";
import type { Listing, Reason } from "./documents";

/** The reasons in the order in which they are decided, but for the ignored ones: the list shows those only if they are chosen. */
export const reasons: readonly Reason[] = ["NO_MATCH", "AMBIGUOUS_MATCH", "OMNI_PRODUCT_MAPPED", "MATCH_TAKEN", "IGNORED"];

export const reasonNames: Record<Reason, string> = {
  NO_MATCH: "No match",
  AMBIGUOUS_MATCH: "Several matches",
  OMNI_PRODUCT_MAPPED: "Item held",
  MATCH_TAKEN: "Match taken",
  IGNORED: "Ignored",
};

/** Why a listing is not mapped, and what can be done. */
export function Why({ listing, integrationId }: { listing: Listing; integrationId: string }) {
  const reason = listing.unmappableReason;
  if (!reason) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {reasonNames[reason]}
      </Text>
      <Text size="xs" c="dimmed" component="div">
        {reasonInWords(listing, reason, integrationId)} {listing.ignored?.note && <q>{listing.ignored.note}</q>}
      </Text>
    </div>
  );
}

/** The address where a family is remapped, so that the listing is linked to what the Code names, else to what it matches. */
export function remapAddress(integrationId: string, { sku, familySku }: Pick<Listing, "sku" | "familySku">, target?: Target, code?: string): string {
  const query = new URLSearchParams({ family: familySku, link: sku });
  // The Omni product need not be linked to the family yet.
  if (target) query.set("product", target.product.id);
  if (code) query.set("code", code);
  return `/integrations/${integrationId}/remap?${query}`;
}

function reasonInWords(listing: Listing, reason: Reason, integrationId: string): ReactNode {
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
      return "Somebody said that it is not to be mapped. Mapping it by hand ends that.";
  }
}

/** The item is another listing's, or another item of its product is: what a remap would do about it, and what can be done where it would do nothing. */
function Held({ listing, integrationId }: { listing: Listing; integrationId: string }) {
  const { edits } = useRights();
  const { sku, heldBy, matchRemapOutlook: outlook } = listing;
  const creates = outlook === "SAFE" || outlook === "LOSES";
  const link = (label: string, address: string, meaning: string) =>
    edits && (
      <Anchor component={Link} href={address} size="xs" underline="always" aria-label={meaning}>
        {label}
      </Anchor>
    );
  return (
    <>
      It matches {matchOf(listing)}, held by <Holder listing={listing} />.{" "}
      {creates ? (
        <>
          {outlook === "SAFE" ? "A remap links this one, too." : "A remap links this one, and another loses its link."}{" "}
          {link("Remap it", familyAddress(integrationId, listing), `Remap it: the family ${listing.familySku}`)}
        </>
      ) : (
        <>
          A remap creates nothing. {link("Swap…", remapAddress(integrationId, listing, listing.matches[0]), `Swap: link ${sku} instead of ${heldBy[0]?.sku ?? "the other"}`)}{" "}
          {edits && "to link this listing instead, or type another Code."}
        </>
      )}
    </>
  );
}

function familyAddress(integrationId: string, { familySku, matches }: Listing): string {
  const query = new URLSearchParams({ family: familySku });
  if (matches[0]) query.set("product", matches[0].product.id);
  return `/integrations/${integrationId}/remap?${query}`;
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
