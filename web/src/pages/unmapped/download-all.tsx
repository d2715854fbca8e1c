import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconPackageImport } from "@tabler/icons-react";
import { useState } from "react";
import { useMutation } from "urql";
import { useRights } from "../../api/viewer";
import { counted } from "../../components/counted";
import { DownloadAll as Document } from "./documents";

type Props = { integrationId: string; onDone: (message: string) => void };
type Tried = { downloadable: number; mappingsCreated: number };

/** Makes Omni products of all families that Omni lacks, once a dry run has told how many these are. */
export function DownloadAll({ integrationId, onDone }: Props) {
  const { edits: mayEdit } = useRights();
  const [{ fetching }, send] = useMutation(Document);
  const [tried, setTried] = useState<Tried>();
  const [opened, setOpened] = useState(false);
  const [failed, setFailed] = useState<string>();
  const run = async (dryRun: boolean) => {
    setFailed(undefined);
    const { data, error } = await send({ integrationId, dryRun });
    const payload = data?.downloadProducts;
    if (!payload || payload.userErrors.length > 0) {
      setFailed(payload ? payload.userErrors.map((one) => one.message).join(" ") : (error?.message ?? "The server gave no answer."));
      return undefined;
    }
    return payload;
  };
  const open = async () => {
    setTried(undefined);
    setOpened(true);
    setTried(await run(true));
  };
  const download = async () => {
    const payload = await run(false);
    if (!payload) return;
    setOpened(false);
    onDone(`${counted(payload.omniProductsCreated, "new Omni product")}: ${counted(payload.mappingsCreated, "listing")} mapped.`);
  };
  if (!mayEdit) return null;
  return (
    <>
      <Button size="xs" variant="default" leftSection={<IconPackageImport size={14} />} onClick={open}>
        Download all…
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Download all new products" closeButtonProps={{ "aria-label": "Close" }}>
        <Stack>
          <Text size="sm" role="status">
            {sentence(tried, failed !== undefined)}
          </Text>
          {failed && (
            <Text size="sm" c="var(--mantine-color-error)" role="alert">
              {failed}
            </Text>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpened(false)}>
              Cancel
            </Button>
            <Button loading={fetching} disabled={!tried || tried.downloadable === 0} onClick={download}>
              {tried && tried.downloadable > 0 ? `Download ${counted(tried.downloadable, "family", "families")}` : "Download"}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function sentence(tried: Tried | undefined, failed: boolean): string {
  if (!tried) return failed ? "Nothing was downloaded." : "Counting what can be downloaded…";
  if (tried.downloadable === 0) return "No family can be downloaded: each has a listing that matches something in Omni, is mapped, or is ignored.";
  return `${counted(tried.downloadable, "family", "families")} can be downloaded. That makes an Omni product of each, and maps ${counted(tried.mappingsCreated, "listing")} at once. They can be deleted again until a catalogue from Omni brings products of the same Codes.`;
}
