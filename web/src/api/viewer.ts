import { useWindowEvent } from "@mantine/hooks";
import { createContext, useContext } from "react";
import { useQuery } from "urql";
import { graphql } from "../gql";
import type { KeyRole } from "../gql/graphql";
import { reconnected } from "./reachable";

const ViewerOfPage = graphql(`
  query ViewerOfPage {
    viewer {
      role
    }
  }
`);

interface Rights {
  /** The key may load, map, delete and restore. */
  edits: boolean;
  /** The key may make, change and delete integrations. */
  manages: boolean;
  /** What it may is known. Until then it may nothing, so that no button is there that then goes. */
  known: boolean;
}

const RightsContext = createContext<Rights>({ edits: false, manages: false, known: false });
export const RightsProvider = RightsContext.Provider;

/** What the API key may do. */
export function useRights(): Rights {
  return useContext(RightsContext);
}

/** Asks what the API key may do, for the provider. */
export function useRightsOfKey(): Rights {
  const [{ data }, refetch] = useQuery({ query: ViewerOfPage });
  useWindowEvent(reconnected, () => refetch());
  return rightsOf(data?.viewer.role);
}

function rightsOf(role: KeyRole | undefined): Rights {
  return { edits: role === "EDITOR" || role === "ADMIN", manages: role === "ADMIN", known: role !== undefined };
}
