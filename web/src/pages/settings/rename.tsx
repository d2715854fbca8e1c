import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useMutation } from "urql";
import { type Integration, UpdateIntegration } from "../../api/integrations";
import { Problem } from "../../components/problem";
import { showToast } from "../../components/toast";

/** Renames an integration. */
export function Rename({ integration: { id, name }, onChanged }: { integration: Integration; onChanged: () => void }) {
  const [{ data, error, fetching }, update] = useMutation(UpdateIntegration);
  const [wanted, setWanted] = useState(name);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const renamed = (await update({ input: { id, name: wanted } })).data?.updateIntegration.integration;
    if (!renamed) return;
    showToast({ message: `${name} is now called ${renamed.name}.` });
    onChanged();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Group align="flex-end">
          <TextInput label="New name" required maxLength={255} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} style={{ flex: "1 1 220px" }} />
          <Button type="submit" variant="default" loading={fetching} disabled={wanted.trim() === name}>
            Rename
          </Button>
        </Group>
        <Problem title="The name was left as it is" error={error} userErrors={data?.updateIntegration.userErrors} />
      </Stack>
    </form>
  );
}
