import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useClient, useQuery } from "urql";
import { undoOf } from "../../api/undo";
import { counted } from "../../components/counted";
import { Problem, type RequestError } from "../../components/problem";
import { showToast } from "../../components/toast";
import { graphql } from "../../gql";

const MappingCount = graphql(`
  query MappingCount($integrationId: ID!) {
    mappedProducts(integrationId: $integrationId, first: 0) {
      totalCount
    }
  }
`);

const DeleteAllMappings = graphql(`
  mutation DeleteAllMappings($integrationId: ID!, $confirm: String!) {
    deleteAllMappings(input: { integrationId: $integrationId, confirm: $confirm }) {
      deleted
      operation {
        id
      }
      userErrors {
        code
        message
      }
    }
  }
`);

type Props = { integration: { id: string; name: string }; onChanged: () => void };

/** Deletes all of an integration's mappings, after its name was typed; that can be undone. */
export function DeleteAll({ integration, onChanged }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <Group justify="space-between" gap="sm">
      <div>
        <Text size="sm" fw={500}>
          Delete all mappings
        </Text>
        <Text size="xs" c="dimmed">
          The listings and the Omni products stay. It can be undone afterwards.
        </Text>
      </div>
      <Button variant="default" c="var(--crit)" onClick={() => setAsking(true)}>
        Delete All
      </Button>
      {asking && <Dialog integration={integration} onChanged={onChanged} onClose={() => setAsking(false)} />}
    </Group>
  );
}

function Dialog({ integration, onChanged, onClose }: Props & { onClose: () => void }) {
  const client = useClient();
  const [name, setName] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<RequestError>();
  const [{ data }] = useQuery({ query: MappingCount, variables: { integrationId: integration.id } });
  const total = data?.mappedProducts.totalCount;
  const right = name.trim() === integration.name;
  const run = async () => {
    if (!right || busy) return;
    setBusy(true);
    const { data, error } = await client.mutation(DeleteAllMappings, { integrationId: integration.id, confirm: integration.name }).toPromise();
    setBusy(false);
    const payload = data?.deleteAllMappings;
    if (!payload) return setProblem(error ?? { message: "The server gave no answer." });
    if (payload.userErrors.length > 0) return setProblem({ message: payload.userErrors.map((one) => one.message).join(" ") });
    const restore = payload.operation && undoOf(client, payload.operation.id);
    showToast({ message: `${counted(payload.deleted, "mapping")} deleted.`, undo: restore ?? undefined });
    onChanged();
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title="Delete all mappings">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <Stack>
          <Text size="sm">
            This deletes <b>{total === undefined ? "all mappings" : total === 1 ? "the 1 mapping" : `all ${counted(total, "mapping")}`}</b> of {integration.name}. Its listings and the Omni products stay. It can be undone afterwards.
          </Text>
          <TextInput label={`Type the integration's name, ${integration.name}, to go on`} value={name} onChange={(event) => setName(event.currentTarget.value)} autoComplete="off" data-autofocus />
          {problem && <Problem error={problem} title="Nothing was deleted" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose} disabled={busy}>
              Cancel
            </Button>
            <Button type="submit" color="red" disabled={!right} loading={busy}>
              {total === undefined ? "Delete all" : `Delete all ${total.toLocaleString()}`}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
