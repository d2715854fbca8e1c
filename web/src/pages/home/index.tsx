import { Button, SimpleGrid, Skeleton } from "@mantine/core";
import { IconSettings } from "@tabler/icons-react";
import { lazy, Suspense, useEffect, useState } from "react";
import { Link } from "wouter";
import { Integrations, listingCount, OmniCount } from "../../api/integrations";
import { useLastingQuery } from "../../api/lasting-query";
import { useOperationUpdates } from "../../api/operations";
import { useRights } from "../../api/viewer";
import { LookOnly } from "../../components/look-only";
import { Page } from "../../components/page";
import { Problem } from "../../components/problem";
import { Tile } from "./integration-tile";

// Not loaded by users who have both catalogues.
const Start = lazy(() => import("./start"));

/** Every integration with its Product Status and links to its pages. */
export default function Home() {
  const [{ data, error }, refetch] = useLastingQuery({ query: Integrations });
  const [omni, refetchOmni] = useLastingQuery({ query: OmniCount });
  const refresh = () => {
    refetch();
    refetchOmni();
  };
  useOperationUpdates((operation) => operation.state !== "RUNNING" && refresh());
  const { edits, manages } = useRights();
  const integrations = data?.integrations;
  const omniProducts = omni.data?.omniProducts.totalCount;
  const known = integrations !== undefined && omniProducts !== undefined;
  const incomplete = known && (omniProducts === 0 || !integrations.some((integration) => listingCount(integration) > 0));
  // The steps stay after the last one is done, with its message.
  const [guided, setGuided] = useState(false);
  useEffect(() => {
    if (incomplete) setGuided(true);
  }, [incomplete]);
  const starting = known && (incomplete || guided);
  return (
    <Page
      title="Home"
      about="How the listings of each integration stand to the Omni catalogue."
      actions={
        known &&
        !starting &&
        edits && (
          <Button component={Link} href="/settings" variant="default" leftSection={<IconSettings size={16} aria-hidden />}>
            {manages ? "Load catalogues, add integrations" : "Load catalogues"}
          </Button>
        )
      }
    >
      <Problem title="The integrations could not be read" error={error ?? omni.error} onRetry={refresh} />
      {!known && !error && !omni.error && <Waiting />}
      {starting && <LookOnly>The catalogues are not loaded yet, and cannot be loaded with your key.</LookOnly>}
      {starting && edits && (
        <Suspense fallback={<Waiting />}>
          <Start integrations={integrations} omniProducts={omniProducts} complete={!incomplete} onChanged={refresh} onClose={() => setGuided(false)} />
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
