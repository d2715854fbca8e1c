import { Accordion, Anchor, Card, Group, Stack, Switch, Text, Title } from "@mantine/core";
import "@mantine/core/styles/Accordion.css";
import "@mantine/core/styles/Switch.css";
import "@mantine/core/styles/Card.css";
import { useMutation } from "urql";
import { Link } from "wouter";
import { fulfilmentLabels } from "../../api/fulfilment";
import { type Integration, listingCount, UpdateIntegration } from "../../api/integrations";
import { counted } from "../../components/counted";
import { marketplaceName } from "../../api/marketplaces";
import { useRights } from "../../api/viewer";
import { productsMeaning } from "../../components/integration-form";
import { Problem } from "../../components/problem";
import { When } from "../../components/timestamp";
import { DeleteAll } from "./delete-all";
import { Remove } from "./remove";
import { Rename } from "./rename";
import { Seller } from "./seller";
import { Split } from "./split";

/** The settings of an integration. */
export function IntegrationSettings({ integration, onChanged }: { integration: Integration; onChanged: () => void }) {
  const { id, name, sellerId, marketplaceId, fulfilment, createdAt } = integration;
  const { edits, manages } = useRights();
  const heading = `settings-${id}`;
  return (
    <Card component="section" aria-labelledby={heading} withBorder padding="lg">
      <Stack gap="md">
        <div>
          <Title order={2} size="h4" id={heading} style={{ overflowWrap: "anywhere" }}>
            {name}
          </Title>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            Seller {sellerId}, {marketplaceName(marketplaceId)}; {fulfilment !== "ANY" && `${fulfilmentLabels[fulfilment]}; `}
            {counted(listingCount(integration), "listing")}; created <When at={createdAt} />
          </Text>
        </div>
        {manages ? <Products integration={integration} onChanged={onChanged} /> : <Text size="sm">Products {integration.productsEnabled ? "is on" : "is off"}.</Text>}
        {edits && (
          <Text size="sm">
            Its listings are loaded by{" "}
            <Anchor component={Link} href={`/load?integration=${encodeURIComponent(id)}`} inherit>
              Load a file
            </Anchor>
            .
          </Text>
        )}
        {manages && (
          <Accordion variant="contained" multiple order={3}>
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
          </Accordion>
        )}
        {edits && (
          <div className="zone" role="group" aria-label={`Danger zone of ${name}`} id={`danger-${id}`}>
            <DeleteAll integration={integration} onChanged={onChanged} />
            {manages && (
              <Accordion variant="default" order={3} styles={{ item: { border: 0 }, control: { paddingInline: 0 }, content: { paddingInline: 0 } }}>
                <Accordion.Item value="remove">
                  <Accordion.Control>Delete this integration</Accordion.Control>
                  <Accordion.Panel>
                    <Remove integration={integration} onChanged={onChanged} />
                  </Accordion.Panel>
                </Accordion.Item>
              </Accordion>
            )}
          </div>
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
