import { levelName } from "../target-view";
import { reasonNames, reasonSigns, Why } from "../reasons";
import { Sign } from "../sign";
import { When } from "../timestamp";
import type { InFull } from "./documents";

const sources = { IMPORT: "by an import", CUSTOM: "by hand", DOWNLOAD: "with a downloaded product" } as const;

const outlooks = {
  SAFE: "A remap of the family makes new links, and loses none.",
  LOSES: "A remap of the family makes new links, and loses some.",
  NOTHING: "A remap alone makes no new link: pick an item for it by hand.",
} as const;

/** Why the listing stands as it does, in sentences. */
export function ListingStatus({ listing, integrationId }: { listing: InFull; integrationId: string }) {
  const { status, unmappableReason: reason, mapping } = listing;
  return (
    <div className="note">
      {mapping && (
        <>
          <b>
            <Sign name="done">Mapped</Sign>
          </b>
          <span>
            {sources[mapping.source]}
            {mapping.matchedOn && `, on the ${mapping.matchedOn === "CODE" ? "Code" : "Barcode"}`}, to a {levelName(mapping.target.level).toLowerCase()}, <When at={mapping.createdAt} ago />.
          </span>
        </>
      )}
      {status === "MAPPABLE" && (
        <>
          <b>
            <Sign name="done">Mappable</Sign>
          </b>
          <span>Its SKU names one item that is free: an import maps it.</span>
        </>
      )}
      {status === "PARTIALLY_MAPPED" && (
        <>
          <b>
            <Sign name="part">Partially mapped</Sign>
          </b>
          <span>
            Others of its family are mapped, so that no import maps it. {listing.isParent ? "It is a parent, which cannot be sold, and needs nothing." : listing.remapOutlook && outlooks[listing.remapOutlook]}
          </span>
        </>
      )}
      {reason && (
        <>
          <b>
            <Sign name={reasonSigns[reason]}>{reasonNames[reason]}</Sign>
          </b>
          <span style={{ flex: "1 1 300px" }}>
            <Why listing={listing} integrationId={integrationId} />
          </span>
        </>
      )}
    </div>
  );
}
