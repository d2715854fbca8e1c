import { graphql } from "../gql";
import type { WorkListingFragment } from "../gql/graphql";

export const WorkListing = graphql(`
  fragment WorkListing on AmazonListing {
    id
    sku
    familySku
    title
    asin
    price
    quantity
    fulfillmentChannel
    isParent
    status
    unmappableReason
    ignored {
      at
      actor
      note
    }
    matches {
      ...TargetFields
    }
    heldBy {
      sku
      fulfillmentChannel
    }
    matchRemapOutlook
    remapOutlook
  }
`);

/** A listing, with why it stands as it does. */
export type Listing = WorkListingFragment;
export type Reason = NonNullable<Listing["unmappableReason"]>;
