import { graphql } from "../../gql";
import type { DrawerListingQuery } from "../../gql/graphql";

export const DrawerListing = graphql(`
  query DrawerListing($integrationId: ID!, $sku: String!) {
    amazonListing(integrationId: $integrationId, sku: $sku) {
      ...WorkListing
      barcode
      createdAt
      listingStatus
      twins {
        id
        sku
        price
        quantity
        fulfillmentChannel
        status
        integration {
          id
          name
        }
      }
      matches {
        ...DrawerTarget
      }
      mapping {
        id
        source
        matchedOn
        createdAt
        target {
          ...DrawerTarget
        }
      }
    }
  }
`);

export const DrawerTarget = graphql(`
  fragment DrawerTarget on OmniTarget {
    ...TargetFields
    option {
      cost
    }
    size {
      cost
    }
  }
`);

export const DrawerFamily = graphql(`
  query DrawerFamily($integrationId: ID!, $familySku: String!) {
    amazonListings(integrationId: $integrationId, filter: { familySku: $familySku }, first: 20) {
      totalCount
      nodes {
        id
        sku
        fulfillmentChannel
        isParent
        status
      }
    }
  }
`);

/** A listing in full. */
export type InFull = NonNullable<DrawerListingQuery["amazonListing"]>;
export type FullTarget = InFull["matches"][number];
