import { Anchor, Text } from "@mantine/core";
import { Link } from "wouter";
import { targetCode, targetName, type Target } from "../../api/targets";
import type { Listing, Reason } from "./documents";

/** The reasons in the order in which they are decided, but for the ignored ones: the list shows those only if they are chosen. */
export const reasons: readonly Reason[] = ["NO_MATCH", "AMBIGUOUS_MATCH", "OMNI_PRODUCT_MAPPED", "MATCH_TAKEN", "IGNORED"];

export const reasonNames: Record<Reason, string> = {
  NO_MATCH: "No match",
  AMBIGUOUS_MATCH: "Several matches",
  OMNI_PRODUCT_MAPPED: "Omni product mapped",
  MATCH_TAKEN: "Match taken",
  IGNORED: "Ignored",
};

/** Why a listing is not mapped, and what can be done. */
export function Why({ listing, integrationId }: { listing: Listing; integrationId: string }) {
  const reason = listing.unmappableReason;
  if (!reason) return null;
  const remap = remapAddress(integrationId, listing.familySku, listing.matches[0]);
  return (
    <div>
      <Text size="sm" fw={600}>
        {reasonNames[reason]}
      </Text>
      <Text size="xs" c="dimmed">
        {sentence(listing, reason)}{" "}
        {(reason === "OMNI_PRODUCT_MAPPED" || reason === "MATCH_TAKEN") && (
          <Anchor component={Link} href={remap} size="xs" underline="always" aria-label={`Remap it: the family ${listing.familySku}`}>
            Remap it
          </Anchor>
        )}
      </Text>
    </div>
  );
}

/** The address where a family is remapped, with the Omni product of the target, which need not be linked to it yet. */
export function remapAddress(integrationId: string, familySku: string, target: Target | undefined): string {
  const query = new URLSearchParams({ family: familySku });
  if (target) query.set("product", target.product.id);
  return `/integrations/${integrationId}/remap?${query}`;
}

function sentence(listing: Listing, reason: Reason): string {
  const match = listing.matches[0];
  const named = match ? [targetCode(match), targetName(match)].filter(Boolean).join(", ") : "its match";
  switch (reason) {
    case "NO_MATCH":
      return "Nothing in Omni has this SKU as its Code or Barcode.";
    case "AMBIGUOUS_MATCH":
      return `${listing.matches.length.toLocaleString()} items in Omni have this SKU as their Code or Barcode. Pick the right one.`;
    case "OMNI_PRODUCT_MAPPED":
      return `It matches ${named}, but other listings are mapped to that Omni product already.`;
    case "MATCH_TAKEN":
      return `It matches ${named}, but another listing matches the same and goes first.`;
    case "IGNORED":
      return "Somebody said that it is not to be mapped. Mapping it by hand ends that.";
  }
}
