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
  const begun = useRef(-patience);
  const go = (event: KeyboardEvent, href: string | undefined) => {
    if (href === undefined || event.timeStamp - begun.current > patience) return false;
    begun.current = -patience;
    return navigate(href);
  };
  useKeys({
    g: (event) => (begun.current = event.timeStamp),
    h: (event) => go(event, "/"),
    w: (event) => go(event, current && pageOf(current.id, "work")),
    m: (event) => go(event, current && pageOf(current.id, "mapped")),
    s: (event) => go(event, "/settings"),
    a: (event) => go(event, "/activity"),
    z: () => document.querySelector<HTMLButtonElement>("[data-undo]")?.click(),
  });
}
