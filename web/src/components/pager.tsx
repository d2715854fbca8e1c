import { Button, Group, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight, IconChevronsLeft } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import type { PageInfo } from "../api/paging";
import { counted } from "./counted";

/** Entries of a page. */
export const pageLength = 50;

/** Which page of a connection is asked for. */
export type PageArguments = { first?: number; after?: string; last?: number; before?: string };

/** A position in a list, and the ways to others. */
export interface Paging {
  page: PageArguments;
  /** The number of the page's first entry; undefined where the position is known by its cursor alone. */
  from?: number;
  atFirst: boolean;
  toFirst: () => void;
  toNext: (info: PageInfo) => void;
  toPrevious: (info: PageInfo) => void;
}

const firstPage: PageArguments = { first: pageLength };

/** Keeps the position in a list. The key names the list, with its filters: another key begins at the first page. */
export function usePaging(key: string): Paging & { from: number } {
  const [position, setPosition] = useState<{ key: string; page: PageArguments; from: number }>({ key, page: firstPage, from: 1 });
  const now = position.key === key ? position : { key, page: firstPage, from: 1 };
  useEffect(() => setPosition((old) => (old.key === key ? old : { key, page: firstPage, from: 1 })), [key]);
  const moves = useMemo(
    () => ({
      toFirst: () => setPosition({ key, page: firstPage, from: 1 }),
      toNext: (info: PageInfo) => setPosition((old) => ({ key, page: { first: pageLength, after: info.endCursor ?? undefined }, from: (old.key === key ? old.from : 1) + pageLength })),
      toPrevious: (info: PageInfo) =>
        setPosition((old) =>
          old.from - pageLength <= 1 ? { key, page: firstPage, from: 1 } : { key, page: { last: pageLength, before: info.startCursor ?? undefined }, from: old.from - pageLength },
        ),
    }),
    [key],
  );
  return { ...moves, page: now.page, from: now.from, atFirst: now.page.after === undefined && now.page.before === undefined };
}

type Props = {
  paging: Paging;
  info: PageInfo | undefined;
  /** How many entries this page has. */
  shown: number;
  /** How many there are in all; undefined while they are counted, which takes longer than a page. */
  total?: number;
  /** What an entry is, as in "mapped product". */
  what: string;
  busy?: boolean;
};

/** Says where the page is in its list, and goes to others by cursors. */
export function Pager({ paging, info, shown, total, what, busy }: Props) {
  return (
    <Group component="nav" aria-label={`Pages of ${what}s`} justify="space-between" gap="xs">
      <Text size="sm" className="numeric" role="status">
        {positionText(paging.from, shown, total, what)}
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

function positionText(from: number | undefined, shown: number, total: number | undefined, what: string): string {
  if (from === undefined) return total === undefined ? "" : `${counted(total, what)} in all`;
  const position = shown === 0 ? `No ${what} here` : `${from.toLocaleString()} to ${(from + shown - 1).toLocaleString()}`;
  if (total === undefined) return shown === 0 ? position : `${position} …`;
  return `${position} of ${counted(total, what)}`;
}
