import { Alert, Anchor, Text } from "@mantine/core";
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

/** The same in one line, for pages that list something. */
export function NoIntegrationLine() {
  return (
    <Text>
      There is no such integration. <Anchor component={Link} underline="always" href="/">Choose one on the home page</Anchor>.
    </Text>
  );
}
