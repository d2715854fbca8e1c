import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useMutation } from "urql";
import { SplitIntegration } from "../../api/fulfilment";
import type { Integration } from "../../api/integrations";
import { Problem } from "../../components/problem";
import { showToast } from "../../components/toast";

/** Splits an integration in two, after a dry run has told what that would do. */
export function Split({ integration: { id, name }, onChanged }: { integration: Integration; onChanged: () => void }) {
  const [{ data, error, fetching }, split] = useMutation(SplitIntegration);
  const [wanted, setWanted] = useState(`${name} FBA`);
  const [told, setTold] = useState<{ moved: number; mappable: number }>();
  const userErrors = data?.splitIntegration.userErrors ?? [];
  const send = async (dryRun: boolean) => {
    const answer = (await split({ input: { integrationId: id, name: wanted, dryRun } })).data?.splitIntegration;
    if (!answer || answer.userErrors.length > 0) return setTold(undefined);
    if (dryRun) return setTold(answer);
    showToast({ message: `${answer.amazon?.name} has what Amazon sends now: ${answer.moved.toLocaleString()} listings.` });
    onChanged();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void send(true);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">
          For items that you offer both ways, as Amazon's FBA and your own FBM: this integration keeps what you send, and a new one gets what Amazon sends, so that each is mapped by itself. Mappings stay as
          they are. A load into either feeds both.
        </Text>
        <Group align="flex-end">
          <TextInput
            label="Name of the new integration"
            required
            maxLength={255}
            value={wanted}
            onChange={(event) => {
              setWanted(event.currentTarget.value);
              setTold(undefined);
            }}
            style={{ flex: "1 1 220px" }}
          />
          <Button type="submit" variant="default" loading={fetching}>
            See what it would do
          </Button>
        </Group>
        {told && (
          <Alert color="blue" role="status" title={`${told.moved.toLocaleString()} listings would move`}>
            <Stack gap="sm" align="flex-start">
              <Text size="sm">An import of both would map {told.mappable.toLocaleString()} more listings then. A split cannot be undone.</Text>
              <Button loading={fetching} onClick={() => void send(false)}>
                Split
              </Button>
            </Stack>
          </Alert>
        )}
        <Problem title="The integration was not split" error={error} userErrors={userErrors} />
      </Stack>
    </form>
  );
}
