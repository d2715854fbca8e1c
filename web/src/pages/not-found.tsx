import { Button, Group, Text } from "@mantine/core";
import { Link, useLocation } from "wouter";
import { Page } from "../components/page";

/** The page for unknown addresses. */
export default function NotFound() {
  const [location] = useLocation();
  return (
    <Page title="There is no such page">
      <Text style={{ overflowWrap: "anywhere" }}>Nothing is at {location}. The address may be mistyped, or what it showed is gone.</Text>
      <Group>
        <Button component={Link} href="/">
          Go to Home
        </Button>
      </Group>
    </Page>
  );
}
