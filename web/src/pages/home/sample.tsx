import { Alert, Anchor, Button, Group, Loader, Stack, Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { useState } from "react";
import { type CombinedError, useMutation } from "urql";
import { CreateIntegration } from "../../api/integrations";
import { type LoadResult, useLoad } from "../../api/loads";
import { counted } from "../../components/counted";
import { Problem } from "../../components/problem";
import { showToast } from "../../components/toast";

const omniFile = "/sample/omni-products.csv";
const listingsFile = "/sample/amazon-listings.txt";
const sample = { name: "Amazon UK (sample)", sellerId: "A0SAMPLESELLER", marketplaceId: "A1F83G8C2ARO7P", productsEnabled: true };

interface Failure {
  error?: CombinedError;
  userErrors?: readonly { message: string }[];
}

/** Offers to load the sample: an integration and both its files. Once begun it stays, to show its progress. */
export function Sample({ offered, omniProducts, onChanged, onLoaded }: { offered: boolean; omniProducts: number; onChanged: () => void; onLoaded: () => void }) {
  const { step, failure, start } = useSample(onChanged, onLoaded);
  if (!offered && step === "" && !failure) return null;
  return (
    <Alert icon={<IconFlask aria-hidden />} title="New here? Try it with the sample" color="blue">
      <Stack gap="sm">
        <Text size="sm">
          An invented shop's two files: a <Anchor href={omniFile} inherit underline="always" c="inherit">Cin7 Omni products export</Anchor> and an{" "}
          <Anchor href={listingsFile} inherit underline="always" c="inherit">Amazon All Listings Report</Anchor>. They are loaded into an integration of their own.
          {omniProducts > 0 && ` Its products come beside the ${counted(omniProducts, "product")} of your Omni catalogue.`}
        </Text>
        <Problem title="The sample could not be loaded" error={failure?.error} userErrors={failure?.userErrors} />
        <Group>
          <Button onClick={() => void start()} disabled={step !== ""}>
            Try it with the sample
          </Button>
          <Group gap="xs" role="status">
            {step && <Loader size="xs" aria-hidden />}
            <Text size="sm">{step}</Text>
          </Group>
        </Group>
      </Stack>
    </Alert>
  );
}

function useSample(onChanged: () => void, onLoaded: () => void) {
  const [, create] = useMutation(CreateIntegration);
  const { start: load } = useLoad();
  const [integrationId, setIntegrationId] = useState<string>();
  const [step, setStep] = useState("");
  const [failure, setFailure] = useState<Failure>();

  const steps = async (): Promise<Failure | undefined> => {
    setStep("Loading the Omni products…");
    const products = await load(await sampleFile(omniFile), {});
    if (!products.payload?.summary) return failureOf(products);
    let id = integrationId;
    if (id === undefined) {
      setStep("Creating the integration…");
      const { data, error } = await create({ input: sample });
      id = data?.createIntegration.integration?.id;
      if (id === undefined) return { error, userErrors: data?.createIntegration.userErrors };
      setIntegrationId(id);
    }
    setStep("Loading the Amazon listings…");
    const listings = await load(await sampleFile(listingsFile), { integrationId: id });
    if (!listings.payload?.summary) return failureOf(listings);
    showToast({ message: "The sample is loaded. Download Products shows what an import would map." });
    onLoaded();
  };
  const start = async () => {
    setFailure(undefined);
    try {
      setFailure(await steps());
    } catch (error) {
      setFailure({ userErrors: [{ message: error instanceof Error ? error.message : String(error) }] });
    } finally {
      setStep("");
      onChanged();
    }
  };
  return { step, failure, start };
}

function failureOf({ error, payload }: LoadResult): Failure {
  return { error, userErrors: payload?.userErrors };
}

async function sampleFile(path: string): Promise<File> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`The server answered ${response.status} for ${path}.`);
  return new File([await response.blob()], path.slice(path.lastIndexOf("/") + 1));
}
