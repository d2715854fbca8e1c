import { Skeleton, Stack } from "@mantine/core";

/** Stands where a list will be. */
export function ListSkeleton() {
  return (
    <Stack gap={8} py="sm" aria-busy aria-label="Loading the list">
      {Array.from({ length: 16 }, (_, i) => (
        <Skeleton key={i} height={28} />
      ))}
    </Stack>
  );
}
