import { Alert, Anchor } from "@mantine/core";
import { Link } from "wouter";

/** Says that the address names no integration. */
export function NoIntegration() {
  return (
    <Alert color="orange" title="There is no such integration">
      It may have been removed.{" "}
      <Anchor component={Link} href="/" inherit underline="always" c="inherit">
        Back to Dashboard
      </Anchor>
    </Alert>
  );
}
