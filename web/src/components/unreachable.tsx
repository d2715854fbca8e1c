import { Alert } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useUnreachable } from "../api/reachable";

/** Says on every page that the server cannot be reached, for as long as that is so. */
export function Unreachable() {
  if (!useUnreachable()) return null;
  return (
    <Alert color="red" role="alert" icon={<IconPlugConnectedX aria-hidden />} title="The server cannot be reached; trying again" mb="md" pos="sticky" top={64} style={{ zIndex: 50 }} variant="filled">
      What you see is as it was before. It is read again as soon as the server answers.
    </Alert>
  );
}
