import { Text } from "@mantine/core";
import { useRights } from "../api/viewer";

/** Says that the API key may not do what the page is for, where it may not. */
export function LookOnly({ manages = false, children }: { manages?: boolean; children: string }) {
  const rights = useRights();
  if (!rights.known || (manages ? rights.manages : rights.edits)) return null;
  return (
    <Text size="sm" c="dimmed">
      {children} It takes an API key with the role {manages ? "admin" : "editor"}; yours has another one.
    </Text>
  );
}
