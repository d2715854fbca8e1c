import { Button, Group, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useMutation } from "urql";
import { type Integration, UpdateIntegration } from "../../api/integrations";
import { marketplaceName } from "../../api/marketplaces";
import { MarketplaceField } from "../../components/marketplaces";
import { Problem } from "../../components/problem";
import { showToast } from "../../components/toast";

/** Mends the seller and the marketplace of an integration. */
export function Seller({ integration: { id, name, sellerId, marketplaceId }, onChanged }: { integration: Integration; onChanged: () => void }) {
  const [{ data, error, fetching }, update] = useMutation(UpdateIntegration);
  const [wanted, setWanted] = useState({ sellerId, marketplaceId });
  const refused = data?.updateIntegration.userErrors ?? [];
  const wrong = (field: string) => refused.find((e) => e.field?.at(-1) === field)?.message;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const mended = (await update({ input: { id, ...wanted } })).data?.updateIntegration.integration;
    if (!mended) return;
    showToast({ message: `${name} is of the seller ${mended.sellerId}, ${marketplaceName(mended.marketplaceId)}, now.` });
    onChanged();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">
          Listings, mappings and operations stay. The two integrations of a pair, FBM and FBA, change together. Only how a report is read depends on the marketplace: dates without a time zone are in its own. After a change of it load the report again.
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            label="Seller ID"
            description="Amazon's id of your account (Merchant Token)"
            required
            maxLength={255}
            value={wanted.sellerId}
            error={wrong("sellerId")}
            onChange={(event) => setWanted({ ...wanted, sellerId: event.currentTarget.value })}
          />
          <MarketplaceField value={wanted.marketplaceId} error={wrong("marketplaceId")} onChange={(marketplaceId) => setWanted({ ...wanted, marketplaceId })} />
        </SimpleGrid>
        <Group>
          <Button type="submit" variant="default" loading={fetching} disabled={wanted.marketplaceId === "" || (wanted.sellerId.trim() === sellerId && wanted.marketplaceId.trim() === marketplaceId)}>
            Change
          </Button>
        </Group>
        <Problem title="Seller and marketplace were left as they are" error={error} userErrors={refused.filter((e) => !["sellerId", "marketplaceId"].includes(e.field?.at(-1) ?? ""))} />
      </Stack>
    </form>
  );
}
