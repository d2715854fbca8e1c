import { graphql } from "../../gql";
import type { UnmappedListingFragment } from "../../gql/graphql";

export const UnmappedListing = graphql(`
  fragment UnmappedListing on AmazonListing {
    id
    sku
    familySku
    title
    asin
    unmappableReason
    ignored {
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
  }
`);

export const UnmappedPage = graphql(`
  query UnmappedPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {
    unmappableProducts(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...UnmappedListing
      }
      pageInfo {
        ...PageInfoFields
      }
    }
  }
`);

/** Apart from the page, which need not wait for the count. */
export const UnmappedTotal = graphql(`
  query UnmappedTotal($integrationId: ID!, $filter: ListingFilter) {
    unmappableProducts(integrationId: $integrationId, filter: $filter, first: 0) {
      totalCount
    }
  }
`);

export const UnmappedReasons = graphql(`
  query UnmappedReasons($integrationId: ID!) {
    NO_MATCH: unmappableProducts(integrationId: $integrationId, filter: { reason: [NO_MATCH] }, first: 0) {
      totalCount
    }
    AMBIGUOUS_MATCH: unmappableProducts(integrationId: $integrationId, filter: { reason: [AMBIGUOUS_MATCH] }, first: 0) {
      totalCount
    }
    OMNI_PRODUCT_MAPPED: unmappableProducts(integrationId: $integrationId, filter: { reason: [OMNI_PRODUCT_MAPPED] }, first: 0) {
      totalCount
    }
    MATCH_TAKEN: unmappableProducts(integrationId: $integrationId, filter: { reason: [MATCH_TAKEN] }, first: 0) {
      totalCount
    }
    IGNORED: unmappableProducts(integrationId: $integrationId, filter: { reason: [IGNORED] }, first: 0) {
      totalCount
    }
  }
`);

export const ApplyMappings = graphql(`
  mutation ApplyMappings($integrationId: ID!, $mappings: [CustomMappingInput!]!, $dryRun: Boolean!) {
    applyCustomMappings(input: { integrationId: $integrationId, mappings: $mappings, dryRun: $dryRun }) {
      summary {
        productOptionsMapped
        rejected
      }
      rejectedRows {
        row
        sku
        cin7Code
        code
        message
      }
      userErrors {
        code
        message
      }
    }
  }
`);

export const DownloadFamily = graphql(`
  mutation DownloadFamily($integrationId: ID!, $familySku: String!) {
    downloadProducts(input: { integrationId: $integrationId, familySkus: [$familySku] }) {
      omniProductsCreated
      mappingsCreated
      rejectedRows {
        message
      }
      userErrors {
        code
        message
      }
    }
  }
`);

export const DownloadAll = graphql(`
  mutation DownloadAll($integrationId: ID!, $dryRun: Boolean!) {
    downloadProducts(input: { integrationId: $integrationId, familySkus: [], all: true, dryRun: $dryRun }) {
      downloadable
      omniProductsCreated
      mappingsCreated
      userErrors {
        code
        message
      }
    }
  }
`);

export const IgnoreListings = graphql(`
  mutation IgnoreListings($integrationId: ID!, $skus: [String!]!, $ignore: Boolean!, $note: String) {
    ignoreListings(input: { integrationId: $integrationId, skus: $skus, ignore: $ignore, note: $note }) {
      changed
      rejectedRows {
        message
      }
      userErrors {
        code
        message
      }
    }
  }
`);

export type Listing = UnmappedListingFragment;
export type Reason = NonNullable<Listing["unmappableReason"]>;
