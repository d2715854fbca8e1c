import { Accordion, Card, Group, Stack, Switch, Text, Title } from "@mantine/core";
import { useEffect, useState } from "react";
import { useMutation } from "urql";
import { fulfilmentLabels } from "../../api/fulfilment";
import { type Integration, listingCount, UpdateIntegration } from "../../api/integrations";
import { LoadOf } from "../../components/catalogue-load";
import { counted } from "../../components/counted";
import { marketplaceName } from "../../components/marketplaces";
import { useRights } from "../../api/viewer";
import { productsMeaning } from "../../components/integration-form";
import { Problem } from "../../components/problem";
import { When } from "../../components/timestamp";
import { useShownLoad } from "../../components/shown-load";
import { Remove } from "./remove";
import { Rename } from "./rename";
import { Seller } from "./seller";
import { Split } from "./split";

/** The settings of an integration. */
export function IntegrationSettings({ integration, onChanged }: { integration: Integration; onChanged: () => void }) {
  const { id, name, sellerId, marketplaceId, fulfilment, createdAt } = integration;
  const { edits, manages } = useRights();
  const shown = useShownLoad(id);
  const { load, busy } = shown;
  // On return to this page its load is seen again, and what came of it.
  const [open, setOpen] = useState<string[]>(load ? ["load"] : []);
  useEffect(() => {
    if (busy) setOpen((now) => [...new Set([...now, "load"])]);
  }, [busy]);
  const heading = `settings-${id}`;
  return (
    <Card component="section" aria-labelledby={heading} withBorder padding="lg">
      <Stack gap="md">
        <div>
          <Title order={3} size="h4" id={heading} style={{ overflowWrap: "anywhere" }}>
            {name}
          </Title>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            Seller {sellerId}, {marketplaceName(marketplaceId)}; {fulfilment !== "ANY" && `${fulfilmentLabels[fulfilment]}; `}
            {counted(listingCount(integration), "listing")}; created <When at={createdAt} />
          </Text>
        </div>
        {manages ? <Products integration={integration} onChanged={onChanged} /> : <Text size="sm">Products {integration.productsEnabled ? "is on" : "is off"}.</Text>}
        {edits && (
          <Accordion variant="contained" multiple order={4} value={open} onChange={setOpen}>
            <Accordion.Item value="load">
              <Accordion.Control>Load listings</Accordion.Control>
              <Accordion.Panel>
                <LoadOf shown={shown} integrationId={id} whole onLoaded={onChanged} />
              </Accordion.Panel>
            </Accordion.Item>
            {manages && (
              <>
                <Accordion.Item value="rename">
                  <Accordion.Control>Rename</Accordion.Control>
                  <Accordion.Panel>
                    <Rename key={name} integration={integration} onChanged={onChanged} />
                  </Accordion.Panel>
                </Accordion.Item>
                <Accordion.Item value="seller">
                  <Accordion.Control>Seller and marketplace</Accordion.Control>
                  <Accordion.Panel>
                    <Seller key={`${sellerId} ${marketplaceId}`} integration={integration} onChanged={onChanged} />
                  </Accordion.Panel>
                </Accordion.Item>
                {fulfilment === "ANY" && (
                  <Accordion.Item value="split">
                    <Accordion.Control>Split into FBM and FBA</Accordion.Control>
                    <Accordion.Panel>
                      <Split integration={integration} onChanged={onChanged} />
                    </Accordion.Panel>
                  </Accordion.Item>
                )}
                <Accordion.Item value="remove">
                  <Accordion.Control>Delete this integration</Accordion.Control>
                  <Accordion.Panel>
                    <Remove integration={integration} onChanged={onChanged} />
                  </Accordion.Panel>
                </Accordion.Item>
              </>
            )}
          </Accordion>
        )}
      </Stack>
    </Card>
  );
}

function Products({ integration: { id, name, productsEnabled }, onChanged }: { integration: Integration; onChanged: () => void }) {
  const [{ data, error, fetching }, update] = useMutation(UpdateIntegration);
  const set = async (enabled: boolean) => {
    await update({ input: { id, productsEnabled: enabled } });
    onChanged();
  };
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Switch
          label={`Products ${productsEnabled ? "is on" : "is off"}`}
          aria-label={`Products of ${name}`}
          description={productsMeaning}
          checked={productsEnabled}
          disabled={fetching}
          onChange={(event) => void set(event.currentTarget.checked)}
        />
      </Group>
      <Problem title="Products was left as it is" error={error} userErrors={data?.updateIntegration.userErrors} />
    </Stack>
  );
}
