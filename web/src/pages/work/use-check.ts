import { useEffect } from "react";
import { useClient } from "urql";
import { targetKey } from "../../api/targets";
import { ApplyMappings } from "./documents";
import { useEdits, type Edit, type Edits } from "./edits";

/** Has the server check the edits as they are made, by a dry run of all of them, since rows can be refused because of each other. */
export function useCheck(edits: Edits, integrationId: string) {
  const client = useClient();
  useEdits(edits);
  const version = edits.version;
  useEffect(() => {
    const list = edits.list();
    if (list.length === 0) return;
    let stale = false;
    const timer = setTimeout(async () => {
      const { data } = await client.mutation(ApplyMappings, { integrationId, mappings: pairsOf(list), dryRun: true }).toPromise();
      const payload = data?.applyCustomMappings;
      // A failed check shows nothing: applying shows the error.
      if (stale || !payload || payload.userErrors.length > 0) return;
      edits.check(list, refusedBySku(payload.rejectedRows, list));
    }, 350);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [client, edits, integrationId, version]);
}

/** The edits as they are sent: what was picked by its id, since its Code may name others too. */
export function pairsOf(list: readonly Edit[]) {
  return list.map(({ sku, code, target }) => {
    if (!target) return { sku, cin7Code: code };
    return target.size ? { sku, sizeId: targetKey(target) } : { sku, optionId: targetKey(target) };
  });
}

/** The refused rows by the SKUs as they were sent; a row is the place in the list from 1. */
export function refusedBySku(rows: readonly { row: number; code: string; message: string }[], sent: readonly Edit[]): Map<string, { error: string; message: string }> {
  return new Map(rows.map((row) => [sent[row.row - 1].sku, { error: row.code, message: row.message }]));
}
