import type { CombinedError } from "urql";
import { useParams } from "wouter";
import type { Integration } from "../api/integrations";
import { useLastingQuery } from "../api/lasting-query";
import { graphql } from "../gql";

const IntegrationOfPage = graphql(`
  query IntegrationOfPage($id: ID!) {
    integration(id: $id) {
      ...IntegrationFields
    }
  }
`);

interface IntegrationOfAddress {
  /** The id in the page's address. */
  id: string;
  /** Undefined while it is loaded, and if there is none. */
  integration?: Integration;
  fetching: boolean;
  /** The server knows no integration of that id. */
  missing: boolean;
  error?: CombinedError;
  /** Queries it again. */
  refresh: () => void;
}

/** The integration that the address of the page names. */
export function useIntegration(): IntegrationOfAddress {
  const { id = "" } = useParams<{ id: string }>();
  const [{ data, fetching, error }, refetch] = useLastingQuery({ query: IntegrationOfPage, variables: { id } });
  // While another integration is queried, data still holds the last one.
  const integration = data?.integration?.id === id ? data.integration : undefined;
  return { id, integration, fetching, missing: !fetching && !error && data?.integration === null, error, refresh: () => refetch() };
}
