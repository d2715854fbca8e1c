import { useRef } from "react";
import { useLocation } from "wouter";
import { pageOf, useCurrentIntegration } from "./current-integration";
import { useKeys } from "./list/keys";

// As long as the second key may take, in milliseconds.
const patience = 1_500;

/** The keys of every page: G and a letter go to a page, Z undoes what the toast tells. */
export function useGoKeys(): void {
  const [, navigate] = useLocation();
  const { current } = useCurrentIntegration();
  const begun = useRef(0);
  const go = (href: string | undefined) => {
    if (href === undefined || Date.now() - begun.current > patience) return false;
    begun.current = 0;
    return navigate(href);
  };
  useKeys({
    g: () => (begun.current = Date.now()),
    h: () => go("/"),
    w: () => go(current && pageOf(current.id, "work")),
    m: () => go(current && pageOf(current.id, "mapped")),
    s: () => go("/settings"),
    a: () => go("/activity"),
    z: () => document.querySelector<HTMLButtonElement>("[data-undo]")?.click(),
  });
}
