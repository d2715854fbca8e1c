import { graphql } from "../gql";
import type { PageInfoFieldsFragment } from "../gql/graphql";

export const PageInfoFields = graphql(`
  fragment PageInfoFields on PageInfo {
    hasNextPage
    hasPreviousPage
    startCursor
    endCursor
  }
`);

/** Where a page of a list begins and ends, and whether the list goes on there. */
export type PageInfo = PageInfoFieldsFragment;
