import { Alert, Anchor, Text } from "@mantine/core";
import { Link } from "wouter";

/** Says that no mapping can be made, and where that is changed. */
export function ProductsDisabled() {
  return (
    <Alert color="orange" title="Products is turned off" role="alert">
      <Text size="sm">
        No mapping can be made while Products is turned off for this integration. Turn it on in the{" "}
        <Anchor component={Link} href="/settings" inherit underline="always" c="inherit">
          Settings
        </Anchor>
        .
      </Text>
    </Alert>
  );
}
