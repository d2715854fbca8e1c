import { useDebouncedValue } from "@mantine/hooks";
import { useCallback, useEffect, useRef, useState } from "react";
import { useSearchParams } from "wouter";

/** What narrows a list stands in the page's address, so that a list can be kept, reloaded and sent to others. */
export function useAddress() {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (change: Record<string, string | readonly string[] | undefined>) =>
      setParams(
        (old) => {
          const next = new URLSearchParams(old);
          for (const [name, value] of Object.entries(change)) {
            next.delete(name);
            for (const one of typeof value === "string" ? [value] : (value ?? [])) if (one !== "") next.append(name, one);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return { params, set };
}

/** The search of the address, and the text in its field, which the address follows. */
export function useSearchText(): { typed: string; search: string; setTyped: (typed: string) => void } {
  const { params, set } = useAddress();
  const search = params.get("search") ?? "";
  const [typed, setTyped] = useState(search);
  const known = useRef(search);
  useEffect(() => {
    if (search === known.current) return;
    known.current = search;
    setTyped(search);
  }, [search]);
  const [settled] = useDebouncedValue(typed.trim(), 250);
  useEffect(() => {
    if (settled === known.current) return;
    known.current = settled;
    set({ search: settled });
  }, [settled, set]);
  return { typed, search, setTyped };
}
