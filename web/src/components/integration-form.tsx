import { Button, Group, NativeSelect, SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import "@mantine/core/styles/Switch.css";
import { type FormEvent, useState } from "react";
import { useMutation } from "urql";
import { fulfilmentLabels } from "../api/fulfilment";
import { CreateIntegration } from "../api/integrations";
import type { Fulfilment } from "../gql/graphql";
import { MarketplaceField } from "./marketplaces";
import { Problem } from "./problem";

/** The text beside the switch Products. */
export const productsMeaning = "On: mappings can be made (imports, custom mappings, remaps, downloads, restores). Off: none can; looking, loading and deleting still work, and mappings stay.";

/** Creates an integration. */
export function IntegrationForm({ onCreated }: { onCreated: (id: string) => void }) {
  const [{ data, error, fetching }, create] = useMutation(CreateIntegration);
  const [input, setInput] = useState({ name: "", sellerId: "", marketplaceId: "", fulfilment: "ANY" as Fulfilment, productsEnabled: true });
  const refused = data?.createIntegration.userErrors ?? [];
  const wrong = (field: string) => refused.find((e) => e.field?.at(-1) === field)?.message;
  const fields = ["name", "sellerId", "marketplaceId"];
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const created = await create({ input });
    const id = created.data?.createIntegration.integration?.id;
    if (id) onCreated(id);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <TextInput
            label="Name"
            description="What you call it"
            placeholder="Amazon UK"
            required
            maxLength={255}
            value={input.name}
            error={wrong("name")}
            onChange={(event) => setInput({ ...input, name: event.currentTarget.value })}
          />
          <TextInput
            label="Seller ID"
            description="Amazon's id of your account (Merchant Token)"
            placeholder="A1EXAMPLE"
            required
            maxLength={255}
            value={input.sellerId}
            error={wrong("sellerId")}
            onChange={(event) => setInput({ ...input, sellerId: event.currentTarget.value })}
          />
          <MarketplaceField value={input.marketplaceId} error={wrong("marketplaceId")} onChange={(marketplaceId) => setInput({ ...input, marketplaceId })} />
        </SimpleGrid>
        <NativeSelect
          label="Listings"
          description="Where you offer the same items both ways, FBM and FBA, make one integration for each: a load into either feeds both"
          data={Object.entries(fulfilmentLabels).map(([value, label]) => ({ value, label }))}
          value={input.fulfilment}
          onChange={(event) => setInput({ ...input, fulfilment: event.currentTarget.value as Fulfilment })}
        />
        <Switch label="Products" description={productsMeaning} checked={input.productsEnabled} onChange={(event) => setInput({ ...input, productsEnabled: event.currentTarget.checked })} />
        <Problem title="The integration was not created" error={error} userErrors={refused.filter((e) => !fields.includes(e.field?.at(-1) ?? ""))} />
        <Group>
          <Button type="submit" loading={fetching}>
            Create integration
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
