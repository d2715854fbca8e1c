import { Card, NativeSelect, Stack, Text, Title } from "@mantine/core";
import "@mantine/core/styles/Card.css";
import { Integrations, listingCount, OmniCount, type Integration } from "../../api/integrations";
import { useLastingQuery } from "../../api/lasting-query";
import { useOperationUpdates } from "../../api/operations";
import { useRights } from "../../api/viewer";
import { useCatalogueAges } from "../../api/work";
import { CatalogueLoad } from "../../components/catalogue-load";
import { counted } from "../../components/counted";
import { useAddress } from "../../components/list/address";
import { LookOnly } from "../../components/look-only";
import { Page } from "../../components/page";
import { Problem } from "../../components/problem";
import { When } from "../../components/timestamp";

/** Load a file: the Omni catalogue, which all integrations share, and the listings of the integration that the address names. */
export default function Load() {
  const { params, set } = useAddress();
  const [{ data, error }, refetch] = useLastingQuery({ query: Integrations });
  const [omni, refetchOmni] = useLastingQuery({ query: OmniCount });
  const refresh = () => {
    refetch();
    refetchOmni();
  };
  useOperationUpdates((operation) => operation.state !== "RUNNING" && refresh());
  const integrations = data?.integrations ?? [];
  const integration = integrations.find(({ id }) => id === params.get("integration")) ?? integrations[0];
  return (
    <Page narrow title="Load a file" about="A file is loaded as it is. Loading adds what is new and updates what is known; mappings stay with what stays.">
      <Problem title="The integrations could not be read" error={error ?? omni.error} onRetry={refresh} />
      <LookOnly>Catalogues cannot be loaded with your key.</LookOnly>
      <Part title="Omni catalogue" id="omni-catalogue" about={omni.data && `${counted(omni.data.omniProducts.totalCount, "product")}, which all integrations share.`} age={<Age integrationId={integration?.id} side="omni" />}>
        <CatalogueLoad whole onLoaded={refresh} />
      </Part>
      {integration && <Listings key={integration.id} integrations={integrations} integration={integration} onChoose={(id) => set({ integration: id })} onLoaded={refresh} />}
    </Page>
  );
}

type ListingsProps = { integrations: readonly Integration[]; integration: Integration; onChoose: (id: string) => void; onLoaded: () => void };

function Listings({ integrations, integration, onChoose, onLoaded }: ListingsProps) {
  const { id, name } = integration;
  return (
    <Part title={`Listings of ${name}`} id="listings" about={`${counted(listingCount(integration), "listing")}.`} age={<Age integrationId={id} side="amazon" />}>
      {integrations.length > 1 && <NativeSelect label="Integration" data={integrations.map((one) => ({ value: one.id, label: one.name }))} value={id} onChange={(event) => onChoose(event.currentTarget.value)} />}
      <CatalogueLoad integrationId={id} whole onLoaded={onLoaded} />
    </Part>
  );
}

function Part({ title, id, about, age, children }: { title: string; id: string; about?: string; age: React.ReactNode; children: React.ReactNode }) {
  const { edits } = useRights();
  return (
    <Card component="section" aria-labelledby={id} withBorder padding="lg">
      <Stack gap="sm">
        <Title order={2} size="h2" id={id} style={{ overflowWrap: "anywhere" }}>
          {title}
        </Title>
        <Text size="sm">
          {about} {age}
        </Text>
        {edits && children}
      </Stack>
    </Card>
  );
}

function Age({ integrationId, side }: { integrationId: string | undefined; side: "omni" | "amazon" }) {
  const ages = useCatalogueAges(integrationId ?? "");
  if (!ages) return null;
  const at = ages[side];
  return at === null ? "Never loaded." : <>Loaded last <When at={at} ago />.</>;
}
