import { graphql } from "../../gql";
import type { FamilyListingFragment, RemapPairFragment, RemapPreviewMutation, RemapProductQuery } from "../../gql/graphql";
import type { Target } from "../../api/targets";

export const FamilyListing = graphql(`
  fragment FamilyListing on AmazonListing {
    id
    sku
    familySku
    title
    status
    unmappableReason
    matches {
      ...TargetFields
    }
    mapping {
      id
      target {
        ...TargetFields
      }
    }
  }
`);

export const FamilyListings = graphql(`
  query FamilyListings($integrationId: ID!, $familySku: String!) {
    amazonListings(integrationId: $integrationId, filter: { familySku: $familySku }, first: 250) {
      nodes {
        ...FamilyListing
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

export const RemapProduct = graphql(`
  query RemapProduct($integrationId: ID!, $id: ID!) {
    node(id: $id) {
      ... on OmniProduct {
        id
        code
        barcode
        name
        options {
          id
          code
          barcode
          name
          isDefault
          price
          stock
          mapping(integrationId: $integrationId) {
            ...ProductLink
          }
          sizes {
            id
            code
            barcode
            name
            price
            stock
            mapping(integrationId: $integrationId) {
              ...ProductLink
            }
          }
        }
      }
    }
  }
`);

export const ProductLink = graphql(`
  fragment ProductLink on Mapping {
    id
    listing {
      sku
      familySku
      title
    }
  }
`);

export const RemapPair = graphql(`
  fragment RemapPair on RemapPair {
    sku
    target {
      ...TargetFields
    }
    formerTarget {
      ...TargetFields
    }
  }
`);

export const RemapPreview = graphql(`
  mutation RemapPreview($input: RemapProductsInput!) {
    remapProducts(input: $input) {
      operation {
        id
      }
      deleted
      created {
        ...RemapPair
      }
      kept {
        ...RemapPair
      }
      lost {
        ...RemapPair
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

export const MappingOf = graphql(`
  query MappingOf($integrationId: ID!, $sku: String!) {
    amazonListing(integrationId: $integrationId, sku: $sku) {
      mapping {
        id
        target {
          option {
            id
          }
          size {
            id
          }
        }
      }
    }
  }
`);

export const DeleteCreated = graphql(`
  mutation DeleteCreated($integrationId: ID!, $ids: [ID!]!) {
    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {
      deleted
    }
  }
`);

export type Listing = FamilyListingFragment;
export type Pair = RemapPairFragment;
export type Outcome = RemapPreviewMutation["remapProducts"];
export type Product = Extract<NonNullable<RemapProductQuery["node"]>, { options: unknown }>;
type Option = Product["options"][number];

/** An option or a size of a product, and the listing that it is linked to now. */
export type Place = { target: Target; link: NonNullable<Option["mapping"]>["listing"] | undefined };

/** A product's options, each followed by its sizes. */
export function placesOf(product: Product): Place[] {
  const place = (option: Option, size?: Option["sizes"][number]): Place => ({
    target: { level: size ? "SIZE_OPTION" : "PRODUCT_OPTION", product, option, size: size ?? null },
    link: (size ?? option).mapping?.listing,
  });
  return product.options.flatMap((option) => [place(option), ...option.sizes.map((size) => place(option, size))]);
}
