import { Button, Group } from "@mantine/core";
import type { PageInfo } from "../../api/paging";

/** Where a page stands in its list: after a cursor, before one, or at the beginning. */
export interface Place {
  after?: string;
  before?: string;
}

/** Ways to the pages before and after this one. */
export function Turns({ pageInfo, onPlace, busy = false }: { pageInfo: PageInfo; onPlace: (place: Place) => void; busy?: boolean }) {
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
  if (!hasNextPage && !hasPreviousPage) return null;
  return (
    <Group component="nav" aria-label="Pages" gap="xs">
      <Button variant="default" disabled={!hasPreviousPage || busy} onClick={() => onPlace({})}>
        First
      </Button>
      <Button variant="default" disabled={!hasPreviousPage || busy} onClick={() => onPlace({ before: startCursor ?? undefined })}>
        Previous
      </Button>
      <Button variant="default" disabled={!hasNextPage || busy} onClick={() => onPlace({ after: endCursor ?? undefined })}>
        Next
      </Button>
    </Group>
  );
}
