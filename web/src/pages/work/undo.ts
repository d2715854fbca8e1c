import type { Client, OperationResult } from "urql";
import { graphql } from "../../gql";
import type { MappingFilter, NewestMappingsQuery } from "../../gql/graphql";

type Problem = { message: string } | undefined;

const fresh = { requestPolicy: "network-only" } as const;
// A request may name as many.
const most = 10_000;

const MappingsOf = graphql(`
  query MappingsOf($integrationId: ID!, $skus: [String!]!, $after: String) {
    amazonListings(integrationId: $integrationId, filter: { skus: $skus }, first: 250, after: $after) {
      nodes {
        mapping {
          id
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const NewestMappings = graphql(`
  query NewestMappings($integrationId: ID!, $filter: MappingFilter, $after: String) {
    mappedProducts(integrationId: $integrationId, filter: $filter, first: 250, after: $after) {
      nodes {
        id
        createdAt
        target {
          product {
            id
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const DeleteThese = graphql(`
  mutation DeleteThese($integrationId: ID!, $ids: [ID!]!) {
    deleteMappings(input: { integrationId: $integrationId, ids: $ids }) {
      deleted
      userErrors {
        code
        message
      }
    }
  }
`);

const DeleteProducts = graphql(`
  mutation DeleteProducts($integrationId: ID!, $ids: [ID!]!) {
    deleteDownloadedProducts(input: { integrationId: $integrationId, omniProductIds: $ids }) {
      deleted
      userErrors {
        message
      }
    }
  }
`);

/** Deletes the mappings of these listings, which were made just now. */
export async function deleteMappingsOf(client: Client, integrationId: string, skus: readonly string[]): Promise<Problem> {
  return caught(async () => {
    const ids: string[] = [];
    for (let after: string | null | undefined; ; ) {
      const { amazonListings } = dataOf(await client.query(MappingsOf, { integrationId, skus: [...skus], after }, fresh).toPromise());
      ids.push(...amazonListings.nodes.flatMap(({ mapping }) => (mapping ? [mapping.id] : [])));
      if (!amazonListings.pageInfo.hasNextPage) return deleteMappings(client, integrationId, ids);
      after = amazonListings.pageInfo.endCursor;
    }
  });
}

/** When an operation that is undone ended. */
type Ended = { finishedAt?: string | null } | null | undefined;

/** Deletes the mappings that an operation made just now, however many. */
export async function deleteNewest(client: Client, integrationId: string, count: number, operation: Ended): Promise<Problem> {
  return caught(async () => {
    const made = await newest(client, integrationId, count, operation);
    await deleteMappings(client, integrationId, made.map(({ id }) => id));
  });
}

/** Deletes the products that a download made just now, with their mappings. */
export async function deleteNewestDownloads(client: Client, integrationId: string, mappings: number, operation: Ended): Promise<Problem> {
  return caught(async () => {
    const made = await newest(client, integrationId, mappings, operation, { source: "DOWNLOAD" });
    const ids = [...new Set(made.map(({ target }) => target.product.id))];
    for (let i = 0; i < ids.length; i += most) {
      const { deleteDownloadedProducts } = dataOf(await client.mutation(DeleteProducts, { integrationId, ids: ids.slice(i, i + most) }).toPromise());
      if (deleteDownloadedProducts.userErrors.length > 0) throw new Error(deleteDownloadedProducts.userErrors[0].message);
    }
  });
}

async function deleteMappings(client: Client, integrationId: string, ids: readonly string[]): Promise<void> {
  for (let i = 0; i < ids.length; i += most) {
    const { deleteMappings } = dataOf(await client.mutation(DeleteThese, { integrationId, ids: ids.slice(i, i + most) }).toPromise());
    const refused = deleteMappings.userErrors.find((one) => one.code !== "NOT_FOUND");
    if (refused) throw new Error(refused.message);
  }
}

/** The newest mappings, as many as an operation has made: all have the time of the first. It throws where others were made since. */
async function newest(client: Client, integrationId: string, count: number, operation: Ended, filter?: MappingFilter) {
  const found: NewestMappingsQuery["mappedProducts"]["nodes"] = [];
  for (let after: string | null | undefined; found.length < count; ) {
    const { mappedProducts } = dataOf(await client.query(NewestMappings, { integrationId, filter, after }, fresh).toPromise());
    found.push(...mappedProducts.nodes);
    if (!mappedProducts.pageInfo.hasNextPage) break;
    after = mappedProducts.pageInfo.endCursor;
  }
  const made = found.slice(0, count).filter((one) => one.createdAt === found[0].createdAt);
  const isLater = made.length > 0 && operation?.finishedAt != null && Date.parse(made[0].createdAt) > Date.parse(operation.finishedAt);
  if (made.length < count || isLater) throw new Error("Something was mapped or deleted since. Delete what is not wanted among the mapped products.");
  return made;
}

function dataOf<Data>({ data, error }: OperationResult<Data>): Data {
  if (!data) throw error ?? new Error("The server gave no answer.");
  return data;
}

async function caught(run: () => Promise<void>): Promise<Problem> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : { message: String(error) };
  }
}
