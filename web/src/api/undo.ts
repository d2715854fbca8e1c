import type { Client } from "urql";
import { restore } from "./restore";

type Problem = { message: string };

/** What came of undoing: again where a part of it could not be put back. */
export type Undone = { message: string; again?: boolean } | { problem: Problem };

/** Restores what an operation deleted. before removes what stands in its way, once. Without an operation there is nothing else to do. */
export function undoOf(client: Client, operationId: string | undefined, before?: () => Promise<Problem | undefined>): () => Promise<Undone> {
  let cleared = !before;
  return async () => {
    if (!cleared) {
      const problem = await before?.();
      if (problem) return { problem };
      cleared = true;
    }
    if (operationId === undefined) return { message: "Everything is as before." };
    const { summary, error, userErrors = [] } = await restore(client, operationId);
    if (!summary) return { problem: userErrors.length > 0 ? { message: userErrors.map((one) => one.message).join(" ") } : (error ?? { message: "The server gave no answer." }) };
    const { restored, notRestored } = summary;
    const back = `${restored.toLocaleString()} ${restored === 1 ? "mapping is" : "mappings are"} back as before.`;
    return notRestored === 0 ? { message: back } : { message: `${back} ${notRestored.toLocaleString()} could not be restored.`, again: true };
  };
}
