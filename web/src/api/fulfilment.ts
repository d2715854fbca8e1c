import { graphql } from "../gql";
import type { Fulfilment } from "../gql/graphql";

/** What users read about the listings that an integration holds. */
export const fulfilmentLabels: Record<Fulfilment, string> = {
  ANY: "All listings",
  MERCHANT: "What you send (FBM)",
  AMAZON: "What Amazon sends (FBA)",
};

export const SplitIntegration = graphql(`
  mutation SplitIntegration($input: SplitIntegrationInput!) {
    splitIntegration(input: $input) {
      amazon {
        id
        name
      }
      moved
      mappable
      userErrors {
        code
        message
        field
      }
    }
  }
`);
