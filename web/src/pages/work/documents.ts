import { graphql } from "../../gql";

export const WorkPage = graphql(`
  query WorkPage($integrationId: ID!, $filter: ListingFilter, $first: Int, $after: String, $last: Int, $before: String) {
    amazonListings(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...WorkListing
      }
      pageInfo {
        ...PageInfoFields
      }
    }
  }
`);

/** Apart from the page, which need not wait for the count. */
export const WorkTotal = graphql(`
  query WorkTotal($integrationId: ID!, $filter: ListingFilter) {
    amazonListings(integrationId: $integrationId, filter: $filter, first: 0) {
      totalCount
    }
  }
`);

/** Names alone, for what is done with more than a page. */
export const WorkNames = graphql(`
  query WorkNames($integrationId: ID!, $filter: ListingFilter, $after: String) {
    amazonListings(integrationId: $integrationId, filter: $filter, first: 250, after: $after) {
      nodes {
        sku
        familySku
        ignored {
          note
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const WorkReasons = graphql(`
  query WorkReasons($id: ID!) {
    NO_MATCH: amazonListings(integrationId: $id, filter: { status: [UNMAPPABLE], reason: [NO_MATCH], parents: false }, first: 0) {
      totalCount
    }
    AMBIGUOUS_MATCH: amazonListings(integrationId: $id, filter: { status: [UNMAPPABLE], reason: [AMBIGUOUS_MATCH], parents: false }, first: 0) {
      totalCount
    }
    OMNI_PRODUCT_MAPPED: amazonListings(integrationId: $id, filter: { status: [UNMAPPABLE], reason: [OMNI_PRODUCT_MAPPED], parents: false }, first: 0) {
      totalCount
    }
    MATCH_TAKEN: amazonListings(integrationId: $id, filter: { status: [UNMAPPABLE], reason: [MATCH_TAKEN], parents: false }, first: 0) {
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

export const DownloadFamilies = graphql(`
  mutation DownloadFamilies($integrationId: ID!, $familySkus: [String!]!, $all: Boolean!, $dryRun: Boolean!) {
    downloadProducts(input: { integrationId: $integrationId, familySkus: $familySkus, all: $all, dryRun: $dryRun }) {
      operation {
        finishedAt
      }
      omniProductsCreated
      mappingsCreated
      rejectedRows {
        sku
        message
      }
      userErrors {
        code
        message
      }
    }
  }
`);

export const IgnoreListings = graphql(`
  mutation IgnoreListings($integrationId: ID!, $skus: [String!], $filter: ListingFilter, $ignore: Boolean!, $note: String) {
    ignoreListings(input: { integrationId: $integrationId, skus: $skus, filter: $filter, ignore: $ignore, note: $note }) {
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

export const RemapSafe = graphql(`
  mutation RemapSafe($integrationId: ID!, $familySkus: [String!], $all: Boolean, $dryRun: Boolean!) {
    remapProducts(input: { integrationId: $integrationId, familySkus: $familySkus, allPartiallyMapped: $all, onlySafe: true, dryRun: $dryRun }) {
      operation {
        id
        finishedAt
      }
      sets
      setsLeft
      deleted
      createdCount
      keptCount
      created {
        sku
        target {
          ...TargetFields
        }
      }
      userErrors {
        code
        message
      }
    }
  }
`);
