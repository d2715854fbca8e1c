import { graphql } from "../gql";
import type { IntegrationFieldsFragment } from "../gql/graphql";

export const IntegrationFields = graphql(`
  fragment IntegrationFields on Integration {
    id
    name
    sellerId
    marketplaceId
    fulfilment
    productsEnabled
    lastImportAt
    createdAt
    productStatus {
      mapped
      partiallyMapped
      mappable
      unmappable
      ignored
    }
    unmappedStock {
      listings
      value
    }
  }
`);

export const Integrations = graphql(`
  query Integrations {
    integrations {
      ...IntegrationFields
    }
  }
`);

/** An integration with its Product Status. */
export type Integration = IntegrationFieldsFragment;

/** How many listings it has: each has one of the four statuses. */
export function listingCount({ productStatus: { mapped, partiallyMapped, mappable, unmappable } }: Integration): number {
  return mapped + partiallyMapped + mappable + unmappable;
}

export const CreateIntegration = graphql(`
  mutation CreateIntegration($input: CreateIntegrationInput!) {
    createIntegration(input: $input) {
      integration {
        id
        name
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);

/** How many products the Omni catalogue has. */
export const OmniCount = graphql(`
  query OmniCount {
    omniProducts(first: 0) {
      totalCount
    }
  }
`);

export const UpdateIntegration = graphql(`
  mutation UpdateIntegration($input: UpdateIntegrationInput!) {
    updateIntegration(input: $input) {
      integration {
        id
        name
        sellerId
        marketplaceId
        productsEnabled
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`);
