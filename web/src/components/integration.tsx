import { type CombinedError, useQuery } from "urql";
import { useParams } from "wouter";
import type { Integration } from "../api/integrations";
import { graphql } from "../gql";

const IntegrationOfPage = graphql(`
  query IntegrationOfPage($id: ID!) {
    integration(id: $id) {
      ...IntegrationParts
    }
  }
`);

interface IntegrationOfAddress {
  /** The id in the page's address. */
  id: string;
  /** Undefined while it is not known, and where there is none. */
  integration?: Integration;
  fetching: boolean;
  /** The server knows no integration of that id. */
  missing: boolean;
  error?: CombinedError;
  /** Asks anew. */
  refresh: () => void;
}

/** The integration that the address of the page names. */
export function useIntegration(): IntegrationOfAddress {
  const { id = "" } = useParams<{ id: string }>();
  const [{ data, fetching, error }, ask] = useQuery({ query: IntegrationOfPage, variables: { id } });
  // While another integration is asked for, the answer about the last one is still there.
  const integration = data?.integration?.id === id ? data.integration : undefined;
  return { id, integration, fetching, missing: !fetching && !error && data?.integration === null, error, refresh: () => ask() };
}
