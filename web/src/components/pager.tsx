import { Button, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconChevronsLeft } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import type { PageInfo } from "../api/paging";

/** Entries of a page. */
export const pageLength = 50;

/** Which page of a connection is asked for. */
export type PageArguments = { first?: number; after?: string; last?: number; before?: string };

const firstPage: PageArguments = { first: pageLength };

/** Keeps the place in a list. It starts anew where the list becomes another one: another filter, say, told by its key. */
export function usePaging(key: string) {
  const [place, setPlace] = useState<{ key: string; page: PageArguments; from: number }>({ key, page: firstPage, from: 1 });
  const now = place.key === key ? place : { key, page: firstPage, from: 1 };
  useEffect(() => setPlace((old) => (old.key === key ? old : { key, page: firstPage, from: 1 })), [key]);
  const turns = useMemo(
    () => ({
      toFirst: () => setPlace({ key, page: firstPage, from: 1 }),
      toNext: (info: PageInfo) => setPlace((old) => ({ key, page: { first: pageLength, after: info.endCursor ?? undefined }, from: (old.key === key ? old.from : 1) + pageLength })),
      toPrevious: (info: PageInfo) =>
        setPlace((old) =>
          old.from - pageLength <= 1 ? { key, page: firstPage, from: 1 } : { key, page: { last: pageLength, before: info.startCursor ?? undefined }, from: old.from - pageLength },
        ),
    }),
    [key],
  );
  return { ...turns, page: now.page, from: now.from, atFirst: now.page.after === undefined && now.page.before === undefined };
}

type Props = {
  paging: ReturnType<typeof usePaging>;
  info: PageInfo | undefined;
  /** How many entries this page has. */
  shown: number;
  /** How many there are in all; undefined while it is being counted, which takes longer than a page. */
  total?: number;
  /** What the entries are, as in "mapped products". */
  what: string;
  busy?: boolean;
};

/** Turns the pages of a list by its cursors. */
export function Pager({ paging, info, shown, total, what, busy }: Props) {
  const to = paging.from + shown - 1;
  return (
    <Group component="nav" aria-label={`Pages of ${what}`} justify="space-between" gap="xs">
      <Text size="sm" className="numeric" role="status">
        {shown === 0 ? `No ${what} here` : `${paging.from.toLocaleString()} to ${to.toLocaleString()}`}
        {total === undefined ? (shown === 0 ? "" : " …") : ` of ${total.toLocaleString()} ${what}`}
      </Text>
      <Group gap="xs">
        <Button size="xs" variant="default" leftSection={<IconChevronsLeft size={14} />} disabled={paging.atFirst || busy} onClick={paging.toFirst}>
          First
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconChevronLeft size={14} />}
          disabled={paging.atFirst || busy || !info?.hasPreviousPage}
          onClick={() => info && paging.toPrevious(info)}
        >
          Previous
        </Button>
        <Button size="xs" variant="default" rightSection={<IconChevronRight size={14} />} disabled={busy || !info?.hasNextPage} onClick={() => info && paging.toNext(info)}>
          Next
        </Button>
      </Group>
    </Group>
  );
}
