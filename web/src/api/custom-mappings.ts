import { graphql } from "../gql";
import type { CustomMappingFieldsFragment } from "../gql/graphql";

export const CustomMappingSheet = graphql(`
  query CustomMappingSheet($id: ID!) {
    customMappingSheetUrl(integrationId: $id)
  }
`);

graphql(`
  fragment CustomMappingFields on ApplyCustomMappingsPayload {
    operation {
      id
    }
    summary {
      rowsRead
      productOptionsMapped
      blank
      rejected
    }
    rejectedRows {
      sheet
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
`);

/** For dry runs: nothing is done twice, so they need no key. */
export const CheckCustomMappings = graphql(`
  mutation CheckCustomMappings($input: ApplyCustomMappingsInput!) {
    applyCustomMappings(input: $input) {
      ...CustomMappingFields
    }
  }
`);

export const ApplyCustomMappings = graphql(`
  mutation ApplyCustomMappings($input: ApplyCustomMappingsInput!, $key: String!) {
    applyCustomMappings(input: $input) @idempotent(key: $key) {
      ...CustomMappingFields
    }
  }
`);

/** What custom mappings did, or, of a dry run, would do. */
export type CustomMappingsResult = CustomMappingFieldsFragment;

/** How custom mappings are applied. */
export interface CustomMappingOptions {
  /** One refused row means that nothing is mapped. */
  atomic: boolean;
  /** Also listings that an import would map. */
  allowMappable: boolean;
}
