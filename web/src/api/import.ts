import { graphql } from "../gql";

/** What an import would do with each scope, and the latest operations, of which one may be running. */
export const ImportPreviews = graphql(`
  query ImportPreviews($id: ID!) {
    new: importPreview(integrationId: $id, scope: SINCE_LAST_IMPORT) {
      unmapped
      mappable
      unmappable
    }
    all: importPreview(integrationId: $id, scope: ALL) {
      unmapped
      mappable
      unmappable
    }
    operations(integrationId: $id, first: 10) {
      nodes {
        id
        kind
        state
      }
    }
  }
`);

export const ImportProducts = graphql(`
  mutation ImportProducts($input: ImportProductsInput!, $key: String!) {
    importProducts(input: $input) @idempotent(key: $key) {
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
