import { Card, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { Integrations, OmniCount } from "../../api/integrations";
import { useLastingQuery } from "../../api/lasting-query";
import { useOperationUpdates } from "../../api/operations";
import { useRights } from "../../api/viewer";
import { CatalogueLoad } from "../../components/catalogue-load";
import { IntegrationForm } from "../../components/integration-form";
import { counted } from "../../components/counted";
import { LookOnly } from "../../components/look-only";
import { Page } from "../../components/page";
import { Problem } from "../../components/problem";
import { IntegrationSettings } from "./integration";

/** The Omni catalogue, and the integrations: created, renamed, loaded, deleted. */
export default function Settings() {
  const [{ data, error }, refetch] = useLastingQuery({ query: Integrations });
  const { manages } = useRights();
  const refresh = () => refetch();
  useOperationUpdates((operation) => operation.state !== "RUNNING" && refresh());
  return (
    <Page title="Settings" about="The Omni catalogue, and the integrations with their listings.">
      <OmniCatalogue />
      <Title order={2} size="h3">
        Integrations
      </Title>
      <Problem title="The integrations could not be read" error={error} onRetry={refresh} />
      {!data && !error && <Skeleton h={240} role="status" aria-label="Loading the integrations" />}
      {data?.integrations.length === 0 && <Text>There is none yet. An integration is one Amazon seller account in one marketplace: create the first one here.</Text>}
      {data?.integrations.map((integration) => (
        <IntegrationSettings key={integration.id} integration={integration} onChanged={refresh} />
      ))}
      {data && manages && <NewIntegration onCreated={refresh} />}
      <LookOnly manages>Integrations cannot be made, renamed or deleted with your key.</LookOnly>
    </Page>
  );
}

function OmniCatalogue() {
  const { edits } = useRights();
  const [{ data, error }, refetch] = useLastingQuery({ query: OmniCount });
  const refresh = () => refetch();
  useOperationUpdates((operation) => operation.state !== "RUNNING" && refresh());
  return (
    <Card component="section" aria-labelledby="omni-catalogue" withBorder padding="lg">
      <Stack gap="sm">
        <Title order={2} size="h3" id="omni-catalogue">
          Omni catalogue
        </Title>
        <Text size="sm">
          {data ? `${counted(data.omniProducts.totalCount, "product")}, which all integrations share. ` : ""}
          {edits && "Loading adds what is new and updates what is known; mappings stay with the options and sizes that stay."}
        </Text>
        <Problem title="The Omni products could not be counted" error={error} onRetry={refresh} />
        {edits && <CatalogueLoad whole onLoaded={refresh} />}
        <LookOnly>Catalogues cannot be loaded with your key.</LookOnly>
      </Stack>
    </Card>
  );
}

function NewIntegration({ onCreated }: { onCreated: () => void }) {
  // A new form, with empty fields, after each integration that was created.
  const [made, setMade] = useState(0);
  const created = () => {
    setMade(made + 1);
    onCreated();
  };
  return (
    <Card component="section" aria-labelledby="new-integration" withBorder padding="lg">
      <Title order={3} size="h4" id="new-integration" mb="sm">
        New integration
      </Title>
      <IntegrationForm key={made} onCreated={created} />
    </Card>
  );
}
