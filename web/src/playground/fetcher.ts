import type { Fetcher, FetcherOpts, FetcherParams } from "@graphiql/toolkit";
import { Kind, type OperationDefinitionNode, parse } from "graphql";
import { createClient } from "graphql-sse";
import { apiKey, requestHeaders } from "../api/api-key";

/** Makes the function that sends GraphiQL's requests. onUnauthorized is called when the server wants an API key, or another one. */
export function makeFetcher(onUnauthorized: () => void): Fetcher {
  return (params, options) => {
    const operations = operationsOf(params.query);
    // Right after a tab was opened or a text pasted, GraphiQL still names the operation of the text before.
    const operationName = operations.length > 1 ? (params.operationName ?? undefined) : undefined;
    const operation = operations.find(({ name }) => name?.value === operationName) ?? operations[0];
    const request = { query: params.query, variables: params.variables as Record<string, unknown> | undefined, operationName };
    const headers = { ...requestHeaders(), ...options?.headers };
    return operation?.operation === "subscription" ? events(request, headers) : post(request, headers, onUnauthorized);
  };
}

type Request = Pick<FetcherParams, "query"> & { variables?: Record<string, unknown>; operationName?: string };
type Headers = NonNullable<FetcherOpts["headers"]>;

/** The operations of a document; none if it is malformed, which the server reports better. */
function operationsOf(query: string): OperationDefinitionNode[] {
  try {
    return parse(query).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  } catch {
    return [];
  }
}

/** Subscribes by server-sent events. */
function events(request: Request, headers: Headers) {
  return createClient({ url: "/graphql", headers, retryAttempts: 0 }).iterate<Record<string, unknown>, Record<string, unknown>>(request);
}

async function post(request: Request, headers: Headers, onUnauthorized: () => void) {
  const key = apiKey();
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/graphql-response+json", ...headers },
    body: JSON.stringify(request),
  });
  // A response to a request with an earlier key says nothing about the present one.
  if (response.status === 401 && apiKey() === key) onUnauthorized();
  return response.json();
}
