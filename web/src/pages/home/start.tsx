import { Alert, Button, Card, Group, Select, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import "@mantine/core/styles/Card.css";
import "@mantine/core/styles/ThemeIcon.css";
import { IconCheck } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Link } from "wouter";
import { type Integration, listingCount } from "../../api/integrations";
import { CatalogueLoad } from "../../components/catalogue-load";
import { counted } from "../../components/counted";
import { LookOnly } from "../../components/look-only";
import { useRights } from "../../api/viewer";
import { IntegrationForm } from "../../components/integration-form";
import { Sample } from "./sample";

interface StartProps {
  integrations: readonly Integration[];
  omniProducts: number;
  complete: boolean;
  onChanged: () => void;
  onClose: () => void;
}

/** The steps from nothing to two catalogues. What is there already is ticked off. */
export default function Start({ integrations, omniProducts, complete, onChanged, onClose }: StartProps) {
  const { manages } = useRights();
  const [chosen, setChosen] = useState<string | null>(null);
  const integration = integrations.find(({ id }) => id === chosen) ?? integrations[0];
  const listings = integration ? listingCount(integration) : 0;
  return (
    <Stack gap="lg" maw={960}>
      <Sample offered={manages && integrations.length === 0} omniProducts={omniProducts} onChanged={onChanged} onLoaded={onClose} />
      <Step number={1} title="Create an integration" done={integration && `${integration.name} is there`} folds>
        <Text size="sm" mb="sm">
          An integration is one Amazon seller account in one marketplace. Seller Central shows both ids under Settings, Account Info.
        </Text>
        {manages && <IntegrationForm onCreated={onChanged} />}
        <LookOnly manages>An integration cannot be made with your key.</LookOnly>
      </Step>
      <Step number={2} title="Load the Omni catalogue" done={omniProducts > 0 && `${counted(omniProducts, "Omni product is", "Omni products are")} there`}>
        <Text size="sm" mb="sm">
          In Cin7 Omni export the products with all their options and sizes, and drop the file here as it is.
        </Text>
        <CatalogueLoad onLoaded={onChanged} />
      </Step>
      <Step number={3} title="Load the Amazon listings" done={listings > 0 && `${counted(listings, "listing is", "listings are")} there`}>
        {integration ? (
          <>
            <Text size="sm" mb="sm">
              In Seller Central request the All Listings Report (Reports, Inventory Reports), and drop the file here as it is.
            </Text>
            {integrations.length > 1 && (
              <Select label="Into the integration" mb="sm" data={integrations.map(({ id, name }) => ({ value: id, label: name }))} value={integration.id} onChange={setChosen} allowDeselect={false} />
            )}
            <CatalogueLoad key={integration.id} integrationId={integration.id} onLoaded={onChanged} />
          </>
        ) : (
          <Text size="sm" c="dimmed">
            Once there is an integration, its listings are loaded here.
          </Text>
        )}
      </Step>
      {complete && integration && (
        <Alert color="green" title="Both catalogues are there">
          <Stack gap="sm" align="flex-start">
            <Text size="sm">Next: see how many listings an import would map, and import them.</Text>
            <Group>
              <Button component={Link} href={`/integrations/${encodeURIComponent(integration.id)}/download`}>
                Download Products
              </Button>
              <Button variant="default" onClick={onClose}>
                Hide these steps
              </Button>
            </Group>
          </Stack>
        </Alert>
      )}
    </Stack>
  );
}

interface StepProps {
  number: number;
  title: string;
  /** The text that says that it is done. */
  done?: string | false;
  /** Whether its content is hidden once it is done. */
  folds?: boolean;
  children: ReactNode;
}

function Step({ number, title, done, folds = false, children }: StepProps) {
  const [doneBefore] = useState(Boolean(done));
  const open = !done || (!folds && !doneBefore);
  return (
    <Card component="section" aria-label={`Step ${number}: ${title}`} withBorder padding="lg">
      <Group gap="sm" wrap="nowrap" mb={open ? "sm" : 0}>
        <ThemeIcon radius="xl" size="lg" color={done ? "teal.8" : "blue.8"} aria-hidden>
          {done ? <IconCheck size={18} /> : number}
        </ThemeIcon>
        <div>
          <Title order={2} size="h4">
            {title}
          </Title>
          {done && <Text size="sm">Done: {done}.</Text>}
        </div>
      </Group>
      {open && children}
    </Card>
  );
}
