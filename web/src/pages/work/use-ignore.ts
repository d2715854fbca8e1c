import { useClient } from "urql";
import type { Undone } from "../../api/undo";
import { counted } from "../../components/counted";
import { showToast } from "../../components/toast";
import type { ListingFilter } from "../../gql/graphql";
import { IgnoreListings, WorkTotal } from "./documents";
import { namesOf, type Scope } from "./scope";

type Named = { skus: string[] } | { filter: ListingFilter };

/** Ignores what is in scope, or takes that back, with a toast that undoes it. It returns why nothing was done. */
export function useIgnore(integrationId: string, onDone: () => void) {
  const client = useClient();

  const send = async (named: Named, ignore: boolean, note: string | null) => {
    const { data, error } = await client.mutation(IgnoreListings, { integrationId, ignore, note, ...named }).toPromise();
    const payload = data?.ignoreListings;
    if (!payload) throw error ?? new Error("The server gave no answer.");
    const refused = [...payload.userErrors, ...payload.rejectedRows].map((one) => one.message).join(" ");
    if (payload.changed === 0 && refused !== "") throw new Error(refused);
    return { changed: payload.changed, refused };
  };

  /** By what the same listings are named again once they are ignored, or not any more. */
  const namedAfter = async (scope: Scope, ignore: boolean): Promise<Named> => {
    if (scope.kind === "rows") return { skus: scope.listings.map(({ sku }) => sku) };
    const filter: ListingFilter = { ...scope.filter, status: ["UNMAPPABLE"], reason: ["IGNORED"] };
    if (ignore) {
      const { data } = await client.query(WorkTotal, { integrationId, filter }, { requestPolicy: "network-only" }).toPromise();
      if (data?.amazonListings.totalCount === 0) return { filter };
    }
    return { skus: (await namesOf(client, integrationId, scope)).map(({ sku }) => sku) };
  };

  /** Ignores listings again, each with the note that it had. */
  const ignoreAgain = async (before: readonly { sku: string; ignored?: { note?: string | null } | null }[]) => {
    const byNote = new Map<string | null, string[]>();
    for (const { sku, ignored } of before) byNote.set(ignored?.note ?? null, [...(byNote.get(ignored?.note ?? null) ?? []), sku]);
    let changed = 0;
    for (const [note, skus] of byNote) changed += (await send({ skus }, true, note)).changed;
    return { changed };
  };

  return async (scope: Scope, ignore: boolean, note: string): Promise<string | undefined> => {
    try {
      const before = ignore ? [] : await namesOf(client, integrationId, scope);
      const after = await namedAfter(scope, ignore);
      const { changed, refused } = await send(scope.kind === "all" ? { filter: scope.filter } : after, ignore, ignore ? note : null);
      const undo = async (): Promise<Undone> => {
        try {
          const { changed } = await (ignore ? send(after, false, null) : ignoreAgain(before));
          onDone();
          return { message: messageOf(changed, !ignore) };
        } catch (error) {
          return { problem: error as Error };
        }
      };
      showToast({ message: `${messageOf(changed, ignore)} ${refused}`.trim(), undo: changed > 0 ? undo : undefined });
      onDone();
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
}

function messageOf(changed: number, ignored: boolean): string {
  return `${counted(changed, "listing")} ${ignored ? "ignored" : "not ignored any more"}.`;
}
