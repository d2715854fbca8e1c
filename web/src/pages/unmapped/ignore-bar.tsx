import { Button, Group, Modal, Paper, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useMutation } from "urql";
import { counted } from "../../components/counted";
import { IgnoreListings, type Listing } from "./documents";

type Props = {
  integrationId: string;
  /** The listings that are selected, or whose button was pressed. */
  listings: readonly Listing[];
  asking: boolean;
  onAsk: (asking: boolean) => void;
  onClear: () => void;
  onDone: (message: string) => void;
};

/** The selected rows in numbers, with the buttons that ignore them or take that back, and the dialog for the note. */
export function IgnoreBar({ integrationId, listings, asking, onAsk, onClear, onDone }: Props) {
  const [{ fetching }, send] = useMutation(IgnoreListings);
  const [note, setNote] = useState("");
  const [failed, setFailed] = useState<string>();
  const run = async (ignore: boolean, skus: readonly string[]) => {
    setFailed(undefined);
    const { data, error } = await send({ integrationId, skus: [...skus], ignore, note: ignore ? note : null });
    const payload = data?.ignoreListings;
    const refused = [...(payload?.userErrors ?? []), ...(payload?.rejectedRows ?? [])].map((one) => one.message).join(" ");
    if (!payload || (payload.changed === 0 && refused)) return setFailed(refused || (error?.message ?? "The server gave no answer."));
    close();
    onDone(`${counted(payload.changed, "listing")} ${ignore ? "ignored" : "not ignored any more"}. ${refused}`.trim());
  };
  const close = () => {
    setNote("");
    setFailed(undefined);
    onAsk(false);
  };
  const ignored = listings.filter(isIgnored).map(({ sku }) => sku);
  const others = listings.filter((listing) => !isIgnored(listing)).map(({ sku }) => sku);
  const failure = failed && (
    <Text size="sm" c="var(--mantine-color-error)" role="alert">
      {failed}
    </Text>
  );
  return (
    <>
      {listings.length > 0 && (
        <Paper withBorder p="xs" component="section" aria-label="Selected rows">
          <Group gap="sm">
            <Text size="sm" className="numeric">
              {counted(listings.length, "row")} selected
            </Text>
            <Button size="xs" variant="default" disabled={others.length === 0} onClick={() => onAsk(true)}>
              Ignore…
            </Button>
            <Button size="xs" variant="default" disabled={ignored.length === 0} loading={fetching && !asking} onClick={() => run(false, ignored)}>
              Take back
            </Button>
            <Button size="xs" variant="subtle" onClick={onClear}>
              Clear selection
            </Button>
          </Group>
          {!asking && failure}
        </Paper>
      )}
      <Modal opened={asking} onClose={close} title={`Ignore ${counted(others.length, "listing")}`} closeButtonProps={{ "aria-label": "Close" }}>
        <Stack>
          <Text size="sm">No import maps them and they claim nothing in Omni, until that is taken back or they are mapped by hand.</Text>
          <Textarea label="Note" description="Why they are not to be mapped; may be left empty." maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} data-autofocus />
          {failure}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button loading={fetching} onClick={() => run(true, others)}>
              Ignore
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function isIgnored(listing: Listing): boolean {
  return listing.unmappableReason === "IGNORED";
}
