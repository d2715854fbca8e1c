import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useMutation } from "urql";
import { type Integration, listingCount } from "../../api/integrations";
import { graphql } from "../../gql";
import { counted } from "../../components/counted";
import { Problem } from "../../components/problem";
import { showToast } from "../../components/toast";

const DeleteIntegration = graphql(`
  mutation DeleteIntegration($input: DeleteIntegrationInput!) {
    deleteIntegration(input: $input) {
      integration {
        name
      }
      userErrors {
        code
        message
      }
    }
  }
`);

/** Deletes an integration after its name was typed as a confirmation. */
export function Remove({ integration, onChanged }: { integration: Integration; onChanged: () => void }) {
  const { id, name, productStatus } = integration;
  const [{ data, error, fetching }, remove] = useMutation(DeleteIntegration);
  const [confirm, setConfirm] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const removed = (await remove({ input: { id, confirm } })).data?.deleteIntegration.integration;
    if (!removed) return;
    showToast({ message: `${removed.name} is deleted.` });
    onChanged();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">
          With it go its {counted(listingCount(integration), "listing")}, their {counted(productStatus.mapped, "mapping")}, and its operations, for good: this cannot be restored. The Omni
          catalogue stays.
        </Text>
        <Group align="flex-end">
          <TextInput label={`Type “${name}” to confirm`} autoComplete="off" value={confirm} onChange={(event) => setConfirm(event.currentTarget.value)} style={{ flex: "1 1 220px" }} />
          <Button type="submit" color="red" loading={fetching} disabled={confirm !== name}>
            Delete for good
          </Button>
        </Group>
        <Problem title="The integration was not deleted" error={error} userErrors={data?.deleteIntegration.userErrors} />
      </Stack>
    </form>
  );
}
