import { useEffect } from "react";
import { useLocation } from "wouter";
import { Integrations, type Integration } from "../api/integrations";
import { useLastingQuery } from "../api/lasting-query";

const key = "omnimap-integration";

/** The integrations, and the one that the frame is about: the address's, else the one seen last, else the first. */
export function useCurrentIntegration(): { integrations: readonly Integration[]; current: Integration | undefined; refresh: () => void } {
  const [location] = useLocation();
  const [{ data }, refetch] = useLastingQuery({ query: Integrations });
  const named = /^\/integrations\/([^/]+)/.exec(location)?.[1];
  const id = named === undefined ? undefined : decodeURIComponent(named);
  useEffect(() => {
    if (id !== undefined) localStorage.setItem(key, id);
  }, [id]);
  const integrations = data?.integrations ?? [];
  const wanted = id ?? localStorage.getItem(key);
  return { integrations, current: integrations.find((one) => one.id === wanted) ?? (id === undefined ? integrations[0] : undefined), refresh: () => refetch() };
}

/** The address of a page of an integration. */
export function pageOf(integrationId: string, page: string): string {
  return `/integrations/${encodeURIComponent(integrationId)}/${page}`;
}
