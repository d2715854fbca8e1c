import { graphql } from "../../gql";
import type { MappedRowFragment } from "../../gql/graphql";

export const MappedRow = graphql(`
  fragment MappedRow on Mapping {
    id
    source
    matchedOn
    createdAt
    listing {
      sku
      familySku
      title
      asin
      price
      quantity
      fulfillmentChannel
    }
    target {
      ...TargetFields
      product {
        downloaded
      }
    }
  }
`);

export const MappedPage = graphql(`
  query MappedPage($integrationId: ID!, $filter: MappingFilter, $first: Int, $after: String, $last: Int, $before: String) {
    mappedProducts(integrationId: $integrationId, filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...MappedRow
      }
      pageInfo {
        ...PageInfoFields
      }
    }
  }
`);

/** Apart from the page, which need not wait for the count. */
export const MappedTotal = graphql(`
  query MappedTotal($integrationId: ID!, $filter: MappingFilter) {
    mappedProducts(integrationId: $integrationId, filter: $filter, first: 0) {
      totalCount
    }
  }
`);

export const DeleteMappings = graphql(`
  mutation DeleteMappings($integrationId: ID!, $ids: [ID!]!) {
    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {
      deleted
      operation {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`);

export const DeleteDownloaded = graphql(`
  mutation DeleteDownloaded($integrationId: ID!, $ids: [ID!]!) {
    deleteDownloadedProducts(input: { integrationId: $integrationId, omniProductIds: $ids }) {
      deleted
      operation {
        id
        deleted
      }
      userErrors {
        code
        message
      }
    }
  }
`);

export type Mapped = MappedRowFragment;
