import { Button, SimpleGrid, Skeleton } from "@mantine/core";
import { IconSettings } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { Integrations, listingCount, OmniCount } from "../../api/integrations";
import { useOperationUpdates } from "../../api/operations";
import { Page } from "../../components/page";
import { Problem } from "../../components/problem";
import { Tile } from "./integration-tile";

// Whoever has both catalogues does not load what loads them.
const Start = lazy(() => import("./start"));

/** Every integration with its Product Status, and the ways on from there. */
export default function Home() {
  const [{ data, error }, ask] = useQuery({ query: Integrations });
  const [omni, askOmni] = useQuery({ query: OmniCount });
  const refresh = () => {
    ask();
    askOmni();
  };
  useOperationUpdates((operation) => operation.state !== "RUNNING" && refresh(), refresh);
  const integrations = data?.integrations;
  const omniProducts = omni.data?.omniProducts.totalCount;
  const known = integrations !== undefined && omniProducts !== undefined;
  const incomplete = known && (omniProducts === 0 || !integrations.some((integration) => listingCount(integration) > 0));
  // Who is led through the steps still sees what the last one said when it is done.
  const [led, setLed] = useState(false);
  useEffect(() => {
    if (incomplete) setLed(true);
  }, [incomplete]);
  const starting = known && (incomplete || led);
  return (
    <Page
      title="Home"
      about="How the listings of each integration stand to the Omni catalogue."
      actions={
        known && !starting && (
          <Button component={Link} href="/settings" variant="default" leftSection={<IconSettings size={16} aria-hidden />}>
            Load catalogues, add integrations
          </Button>
        )
      }
    >
      <Problem title="The integrations could not be read" error={error ?? omni.error} onRetry={refresh} />
      {!known && !error && !omni.error && <Waiting />}
      {starting && (
        <Suspense fallback={<Waiting />}>
          <Start integrations={integrations} omniProducts={omniProducts} complete={!incomplete} onChanged={refresh} onClose={() => setLed(false)} />
        </Suspense>
      )}
      {integrations && integrations.length > 0 && (
        <SimpleGrid cols={{ base: 1, md: integrations.length > 1 ? 2 : 1 }} spacing="lg">
          {integrations.map((integration) => (
            <Tile key={integration.id} integration={integration} />
          ))}
        </SimpleGrid>
      )}
    </Page>
  );
}

function Waiting() {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" role="status" aria-label="Loading the integrations">
      <Skeleton h={260} />
      <Skeleton h={260} />
    </SimpleGrid>
  );
}
