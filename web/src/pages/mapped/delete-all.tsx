import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useQuery } from "urql";
import { counted } from "../../components/counted";
import { Problem, type RequestError } from "../../components/problem";
import { MappedTotal } from "./documents";

type Props = {
  integration: { id: string; name: string };
  busy: boolean;
  problem: RequestError | undefined;
  onClose: () => void;
  onDelete: () => void;
};

/** Asks before all mappings are deleted: it says how many, and wants the integration's name. */
export function DeleteAll({ integration, busy, problem, onClose, onDelete }: Props) {
  const [name, setName] = useState("");
  // All of them, whatever the list is narrowed to.
  const [{ data }] = useQuery({ query: MappedTotal, variables: { integrationId: integration.id } });
  const total = data?.mappedProducts.totalCount;
  const right = name.trim() === integration.name;
  return (
    <Modal opened onClose={onClose} title="Delete all mappings" closeButtonProps={{ "aria-label": "Close" }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (right && !busy) onDelete();
        }}
      >
        <Stack>
          <Text size="sm">
            This deletes <b className="numeric">{total === undefined ? "all mappings" : total === 1 ? "the 1 mapping" : `all ${counted(total, "mapping")}`}</b> of {integration.name}, not only those that the list is narrowed to. Its
            listings and the Omni products stay. It can be undone afterwards.
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
