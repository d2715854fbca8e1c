import { useRef, useState } from "react";
import { type Client, useClient } from "urql";
import type { Undone } from "../../api/undo";
import type { RequestError } from "../../components/problem";
import { counted } from "../../components/counted";
import { showToast } from "../../components/toast";
import type { Edit, Edits } from "./edits";
import { ApplyMappings, IgnoreListings } from "./documents";
import { deleteMappingsOf } from "./undo";
import { pairsOf, refusedBySku } from "./use-check";

/** Applies the edits. Accepted rows are removed from them; refused ones stay, with the reason. */
export function useApply(edits: Edits, integrationId: string, onDone: () => void) {
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
    const mapped = list.filter(({ sku }) => !refused.has(sku));
    const undo = async (): Promise<Undone> => {
      const problem = (await deleteMappingsOf(client, integrationId, mapped.map(({ sku }) => sku))) ?? (await ignoreAgain(client, integrationId, mapped));
      onDone();
      return problem ? { problem } : { message: "Everything is as before." };
    };
    showToast({ message: messageOf(payload.summary?.productOptionsMapped ?? 0, refused.size), undo: mapped.length > 0 ? undo : undefined });
    onDone();
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

/** Mapping ended the ignoring of those that were ignored. */
async function ignoreAgain(client: Client, integrationId: string, mapped: readonly Edit[]): Promise<{ message: string } | undefined> {
  for (const { sku, listing } of mapped) {
    if (!listing?.ignored) continue;
    const { error } = await client.mutation(IgnoreListings, { integrationId, skus: [sku], ignore: true, note: listing.ignored.note }).toPromise();
    if (error) return error;
  }
  return undefined;
}

function messageOf(mapped: number, refused: number): string {
  const done = `${counted(mapped, "product is", "products are")} mapped.`;
  if (refused === 0) return done;
  return `${done} ${counted(refused, "was", "were")} refused: the reason stands at the row.`;
}
