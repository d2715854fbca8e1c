import { Skeleton, Stack } from "@mantine/core";
import "../../styles/home.css";
import { lazy, Suspense, useEffect, useState } from "react";
import { Integrations, listingCount, OmniCount } from "../../api/integrations";
import { useLastingQuery } from "../../api/lasting-query";
import { useOperationUpdates } from "../../api/operations";
import { useRights } from "../../api/viewer";
import { counted } from "../../components/counted";
import { LookOnly } from "../../components/look-only";
import { Page } from "../../components/page";
import { Problem } from "../../components/problem";
import { IntegrationTable } from "./integrations";
import { Running } from "./running";
import { ToDo } from "./to-do";

// Not loaded by users who have both catalogues.
const Start = lazy(() => import("./start"));

/** What is to do, every integration with its Product Status, and what runs. */
export default function Home() {
  const [{ data, error }, refetch] = useLastingQuery({ query: Integrations });
  const [omni, refetchOmni] = useLastingQuery({ query: OmniCount });
  const refresh = () => {
    refetch();
    refetchOmni();
  };
  useOperationUpdates((operation) => operation.state !== "RUNNING" && refresh());
  const { edits } = useRights();
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
    <Page title="Home" meta={known && `${counted(integrations.length, "integration")}, one Omni catalogue of ${counted(omniProducts, "product")}`}>
      <Problem title="The integrations could not be read" error={error ?? omni.error} onRetry={refresh} />
      {!known && !error && !omni.error && <Waiting />}
      {starting && <LookOnly>The catalogues are not loaded yet, and cannot be loaded with your key.</LookOnly>}
      {starting && edits && (
        <Suspense fallback={<Waiting />}>
          <Start integrations={integrations} omniProducts={omniProducts} complete={!incomplete} onChanged={refresh} onClose={() => setGuided(false)} />
        </Suspense>
      )}
      {known && !starting && <ToDo integrations={integrations} />}
      {integrations && integrations.length > 0 && <IntegrationTable integrations={integrations} />}
      <Running />
    </Page>
  );
}

function Waiting() {
  return (
    <Stack role="status" aria-label="Loading the integrations">
      <Skeleton h={190} />
      <Skeleton h={160} />
    </Stack>
  );
}
