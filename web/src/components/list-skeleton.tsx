import { Skeleton, Stack } from "@mantine/core";

/** Stands where a list will be. */
export function ListSkeleton() {
  return (
    <Stack gap="xs" aria-busy aria-label="Loading the list">
      {Array.from({ length: 8 }, (_, i) => (
        <Skeleton key={i} height={56} />
      ))}
    </Stack>
  );
}
