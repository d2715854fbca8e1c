import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useMutation } from "urql";
import { counted } from "../../components/counted";
import { Sku } from "../../components/sku";
import { DownloadFamily, type Listing } from "./documents";

/** A family that is about to be downloaded; refused is called with the reason if it is refused. */
export type DownloadRequest = { listing: Listing; refused: (message: string) => void };

type Props = { request: DownloadRequest | undefined; integrationId: string; onClose: () => void; onDone: (message: string) => void };

/** Asks before an Omni product is made of a family. */
export function DownloadDialog({ request, integrationId, onClose, onDone }: Props) {
  const [{ fetching }, download] = useMutation(DownloadFamily);
  const [failed, setFailed] = useState<string>();
  const family = request?.listing.familySku ?? "";
  const close = () => {
    setFailed(undefined);
    onClose();
  };
  const run = async () => {
    if (!request) return;
    setFailed(undefined);
    const { data, error } = await download({ integrationId, familySku: family });
    const payload = data?.downloadProducts;
    if (!payload) return setFailed(error?.message ?? "The server gave no answer.");
    const refused = [...payload.userErrors, ...payload.rejectedRows].map((one) => one.message).join(" ");
    close();
    if (refused !== "") return request.refused(refused);
    onDone(`${family} is an Omni product now: ${counted(payload.mappingsCreated, "listing is", "listings are")} mapped to it.`);
  };
  return (
    <Modal opened={!!request} onClose={close} title="Download as new product" closeButtonProps={{ "aria-label": "Close" }}>
      <Stack>
        <Text size="sm">
          This makes an Omni product with the Code <Sku>{family}</Sku>, with an option for each listing of the family that is sold, and maps them at once. It
          exists only here until a catalogue from Omni brings a product of the same Code, which then takes its place.
        </Text>
        {failed && (
          <Text size="sm" c="var(--mantine-color-error)" role="alert">
            {failed}
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button loading={fetching} onClick={run} data-autofocus>
            Download as new product
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
