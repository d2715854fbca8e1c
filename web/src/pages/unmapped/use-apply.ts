import { useRef, useState } from "react";
import { useClient } from "urql";
import type { RequestError } from "../../components/problem";
import { counted } from "../../components/counted";
import type { Edits } from "./edits";
import { ApplyMappings } from "./documents";
import { pairsOf, refusedBySku } from "./use-check";

/** Applies the edits. Accepted rows are removed from them; refused ones stay, with the reason. */
export function useApply(edits: Edits, integrationId: string, done: (message: string) => void) {
  const client = useClient();
  const [applying, setApplying] = useState(false);
  const [problem, setProblem] = useState<RequestError>();
  // Ctrl+Enter may be pressed twice before the page is rendered again.
  const running = useRef(false);
  const run = async () => {
    const list = edits.list();
    if (list.length === 0) return;
    const { data, error } = await client.mutation(ApplyMappings, { integrationId, mappings: pairsOf(list), dryRun: false }).toPromise();
    const payload = data?.applyCustomMappings;
    if (!payload) return setProblem(error ?? { message: "The server gave no answer." });
    if (payload.userErrors.length > 0) return setProblem({ message: payload.userErrors.map((one) => one.message).join(" ") });
    const refused = refusedBySku(payload.rejectedRows, list);
    edits.clear(list.filter(({ sku, code }) => !refused.has(sku) && edits.get(sku)?.code === code).map(({ sku }) => sku));
    edits.check(list, refused, true);
    done(messageOf(payload.summary?.productOptionsMapped ?? 0, refused.size));
  };
  const apply = async () => {
    if (running.current) return;
    running.current = true;
    setApplying(true);
    setProblem(undefined);
    try {
      await run();
    } finally {
      running.current = false;
      setApplying(false);
    }
  };
  return { apply, applying, problem };
}

function messageOf(mapped: number, refused: number): string {
  const done = `${counted(mapped, "product is", "products are")} mapped.`;
  if (refused === 0) return done;
  return `${done} ${counted(refused, "was", "were")} refused: the reason stands at the row.`;
}
