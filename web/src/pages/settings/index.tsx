import { Card, Skeleton, Text, Title } from "@mantine/core";
import "@mantine/core/styles/Card.css";
import { useEffect, useState } from "react";
import { Integrations } from "../../api/integrations";
import { useLastingQuery } from "../../api/lasting-query";
import { useOperationUpdates } from "../../api/operations";
import { useRights } from "../../api/viewer";
import { IntegrationForm } from "../../components/integration-form";
import { LookOnly } from "../../components/look-only";
import { Page } from "../../components/page";
import { Problem } from "../../components/problem";
import { IntegrationSettings } from "./integration";

/** The integrations: created, renamed, split, emptied, deleted. */
export default function Settings() {
  useFragment();
  const [{ data, error }, refetch] = useLastingQuery({ query: Integrations });
  const { manages } = useRights();
  const refresh = () => refetch();
  useOperationUpdates((operation) => operation.state !== "RUNNING" && refresh());
  return (
    <Page narrow title="Settings" about="The integrations: what they are called and hold, and what can be deleted.">
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

/** The part that the address names, as in #new-integration, is shown once it is there. */
function useFragment() {
  useEffect(() => {
    const timer = setInterval(() => {
      const part = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (part) part.scrollIntoView({ block: "center" });
      if (part || !location.hash) clearInterval(timer);
    }, 100);
    return () => clearInterval(timer);
  }, []);
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
      <Title order={2} size="h4" id="new-integration" mb="sm">
        New integration
      </Title>
      <IntegrationForm key={made} onCreated={created} />
    </Card>
  );
}
