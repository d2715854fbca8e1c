import { ActionIcon, Box, Button, Checkbox, Group, Paper, Stack, Table, Text, Tooltip } from "@mantine/core";
import { IconPackageImport, IconX } from "@tabler/icons-react";
import { memo, useState, type KeyboardEvent } from "react";
import { targetCode, targetKey, targetName, type Target } from "../../api/targets";
import { useRights } from "../../api/viewer";
import { Sku } from "../../components/sku";
import { TargetSelect } from "../../components/target-select";
import { useEdit, type Edits } from "./edits";
import { readPaste, type Pasted } from "./paste";
import { Why } from "./reasons";
import { RowState } from "./row-state";
import type { Listing } from "./documents";

/** The actions of rows. The object stays the same, so that rows are not rendered again. */
export type RowActions = {
  /** Goes to the field of the next row, or the one before. */
  move: (from: HTMLInputElement, by: 1 | -1) => void;
  apply: () => void;
  paste: (sku: string, pasted: Pasted) => void;
  /** Enters the picked target, which is applied by its id. */
  pick: (listing: Listing, target: Target) => void;
  /** Asks for a new product; refused is called with the reason if it is refused. */
  download: (listing: Listing, refused: (message: string) => void) => void;
  tooMany: () => void;
  /** Selects the listing, or ends that. */
  select: (listing: Listing, on: boolean) => void;
  /** Asks for a note to ignore this listing alone. */
  ignore: (listing: Listing) => void;
};

type Props = { listing: Listing; selected: boolean; edits: Edits; actions: RowActions; integrationId: string; asCard: boolean };

/** A listing with the field for its Code: a row of the table, or a card on a small screen. */
export const Row = memo(function Row({ listing, selected, edits, actions, integrationId, asCard }: Props) {
  const [note, setNote] = useState<string>();
  const field = <CodeField listing={listing} edits={edits} actions={actions} integrationId={integrationId} note={note} setNote={setNote} />;
  const { edits: mayEdit } = useRights();
  const download = mayEdit && listing.unmappableReason === "NO_MATCH" && (
    <Button
      size="compact-xs"
      variant="subtle"
      leftSection={<IconPackageImport size={14} />}
      aria-label={`Download as new product: ${listing.familySku}`}
      onClick={() => actions.download(listing, setNote)}
    >
      Download as new product
    </Button>
  );
  const select = mayEdit && <Checkbox size="xs" aria-label={`Select ${listing.sku}`} checked={selected} onChange={(event) => actions.select(listing, event.currentTarget.checked)} />;
  const ignore = mayEdit && listing.unmappableReason && listing.unmappableReason !== "IGNORED" && (
    <Button size="compact-xs" variant="subtle" color="gray" aria-label={`Ignore ${listing.sku}`} onClick={() => actions.ignore(listing)}>
      Ignore
    </Button>
  );
  if (asCard) {
    return (
      <Paper component="li" withBorder p="sm" fz="sm">
        <Stack gap="xs">
          <Group wrap="nowrap" align="flex-start" gap="sm">
            {select}
            <What listing={listing} />
          </Group>
          <Why listing={listing} integrationId={integrationId} />
          {mayEdit && field}
          <Box>
            {download}
            {ignore}
          </Box>
        </Stack>
      </Paper>
    );
  }
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} ta="start" style={{ verticalAlign: "top" }}>
        <Group wrap="nowrap" align="flex-start" gap="sm">
          {select}
          <What listing={listing} />
        </Group>
      </Table.Th>
      <Table.Td style={{ verticalAlign: "top" }}>
        <Why listing={listing} integrationId={integrationId} />
        <Box ml={-6}>
          {download}
          {ignore}
        </Box>
      </Table.Td>
      {mayEdit && <Table.Td style={{ verticalAlign: "top" }}>{field}</Table.Td>}
    </Table.Tr>
  );
});

function What({ listing }: { listing: Listing }) {
  return (
    <div>
      <Sku>{listing.sku}</Sku>
      <Text size="xs" lineClamp={2}>
        {listing.title || "No title"}
      </Text>
      <Text size="xs" c="dimmed">
        {listing.asin && <span className="numeric">{listing.asin} </span>}
        {listing.familySku !== listing.sku && (
          <>
            of <Sku>{listing.familySku}</Sku>
          </>
        )}
      </Text>
    </div>
  );
}

type FieldProps = Omit<Props, "asCard" | "selected"> & { note: string | undefined; setNote: (note: string | undefined) => void };

function CodeField({ listing, edits, actions, integrationId, note, setNote }: FieldProps) {
  const edit = useEdit(edits, listing.sku);
  const [focused, setFocused] = useState(false);
  // An unfinished Code is an unknown one: that is shown only when the field is left.
  const unfinished = focused && edit?.checked?.error === "UNKNOWN_CODE" && !edit.checked.applied;
  const pick = (target: Target, field?: HTMLInputElement) => {
    setNote(undefined);
    actions.pick(listing, target);
    if (field) actions.move(field, 1);
  };
  const change = (code: string) => {
    setNote(undefined);
    if (!edits.set(listing.sku, code, { listing })) actions.tooMany();
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    const apply = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (apply) actions.apply();
    else if (event.key === "Enter" || event.key === "ArrowDown") actions.move(event.currentTarget, 1);
    else if (event.key === "ArrowUp") actions.move(event.currentTarget, -1);
    else return;
    event.preventDefault();
  };
  const ambiguous = listing.unmappableReason === "AMBIGUOUS_MATCH";
  return (
    <Stack gap={4}>
      <Group gap={4} wrap="nowrap" align="flex-start">
        <Box flex={1} onFocus={() => setFocused(true)} onBlur={() => setFocused(false)}>
          <TargetSelect
            label={`Cin7 Code for ${listing.sku}`}
            hideLabel
            placeholder={ambiguous ? "Code, or pick one below" : "Code, name or barcode"}
            value={edit?.code ?? ""}
            onChange={change}
            onPick={(target) => pick(target, document.activeElement instanceof HTMLInputElement ? document.activeElement : undefined)}
            candidates={ambiguous ? listing.matches : undefined}
            invalid={!!edit?.checked?.error && !unfinished}
            onKey={keys}
            onPaste={(event) => {
              const pasted = readPaste(event.clipboardData.getData("text/plain"));
              if (!pasted) return;
              event.preventDefault();
              actions.paste(listing.sku, pasted);
            }}
          />
        </Box>
        {edit && (
          <Tooltip label="Clear">
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Clear the Code for ${listing.sku}`} onClick={() => change("")}>
              <IconX size={16} />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
      <RowState edit={unfinished ? undefined : edit} note={note} listing={listing} integrationId={integrationId} />
      {ambiguous && !edit && <Candidates listing={listing} onPick={pick} />}
    </Stack>
  );
}

function Candidates({ listing, onPick }: { listing: Listing; onPick: (target: Target) => void }) {
  return (
    <Group gap={4} role="group" aria-label={`Candidates for ${listing.sku}`}>
      {listing.matches.slice(0, 6).map((target) => (
        <Button key={targetKey(target)} size="compact-xs" variant="default" fw={400} title={targetName(target)} onClick={() => onPick(target)} maw="100%">
          {describe(target)}
        </Button>
      ))}
      {listing.matches.length > 6 && (
        <Text size="xs" c="dimmed">
          and {(listing.matches.length - 6).toLocaleString()} more: Alt+Down in the field lists them
        </Text>
      )}
    </Group>
  );
}

/** Candidates often share their Code, so that the name has to tell them apart. */
function describe(target: Target): string {
  return [targetCode(target), targetName(target)].filter(Boolean).join(" · ");
}
