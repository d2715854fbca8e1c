import { graphql } from "../gql";
import type { PagePartsFragment } from "../gql/graphql";

export const PageParts = graphql(`
  fragment PageParts on PageInfo {
    hasNextPage
    hasPreviousPage
    startCursor
    endCursor
  }
`);

/** Where a page of a list begins and ends, and whether the list goes on there. */
export type PageInfo = PagePartsFragment;
