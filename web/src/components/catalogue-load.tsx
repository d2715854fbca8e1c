import { Alert, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { counts } from "../api/operation-labels";
import { type LoadResult, useLoad } from "../api/loads";
import { FileDrop } from "./file-drop";
import { Problem } from "./problem";
import { OperationProgress } from "./progress";
import { RejectedRows } from "./rejected-rows";

/** Loads a catalogue's file: the listings of an integration, or, without one, the Omni products. */
export function CatalogueLoad({ integrationId, whole = false, onLoaded }: { integrationId?: string; whole?: boolean; onLoaded: () => void }) {
  const { busy, progress, load } = useLoad();
  const [file, setFile] = useState<File>();
  const [removeMissing, setRemoveMissing] = useState(false);
  const [result, setResult] = useState<LoadResult>();
  const things = integrationId === undefined ? "Omni products" : "listings";
  const start = async (file: File, allowShrink = false) => {
    setFile(file);
    setResult(undefined);
    const result = await load(file, { integrationId, removeMissing, allowShrink });
    setResult(result);
    if (result.payload?.summary) onLoaded();
  };
  const userErrors = result?.payload?.userErrors ?? [];
  const shrinks = userErrors.find((e) => e.code === "CATALOGUE_SHRINKS");
  return (
    <Stack gap="sm">
      <FileDrop
        label={integrationId === undefined ? "Cin7 Omni products export (CSV or JSON)" : "Amazon All Listings Report (tab-separated text)"}
        hint="Drop the file here, or choose it. It may be packed with gzip."
        busy={busy}
        onFile={(file) => void start(file)}
      />
      {whole && (
        <Checkbox
          label="The file is the whole catalogue"
          description={`${things[0]?.toUpperCase()}${things.slice(1)} that the file lacks are removed, and their mappings are deleted. Otherwise they stay.`}
          checked={removeMissing}
          disabled={busy}
          onChange={(event) => setRemoveMissing(event.currentTarget.checked)}
        />
      )}
      <div aria-live="polite">
        {busy && (progress ? <OperationProgress operation={progress} label={`Loading ${file?.name ?? things}`} /> : <Text size="sm">Sending {file?.name}…</Text>)}
        {result && !busy && <Loaded name={file?.name ?? things} result={result} />}
      </div>
      {!busy && !shrinks && <Problem title={`Nothing was loaded from ${file?.name}`} error={result?.error} userErrors={userErrors} onRetry={file && result?.error && (() => void start(file))} />}
      {shrinks && file && !busy && (
        <Shrink things={things} whole={shrinks.field?.includes("removeMissing") ?? false} message={shrinks.message} onConfirm={() => void start(file, true)} onCancel={() => setResult(undefined)} />
      )}
      {result?.payload && <RejectedRows rows={result.payload.rejectedRows} total={result.payload.summary?.rejected} />}
    </Stack>
  );
}

function Loaded({ name, result }: { name: string; result: LoadResult }) {
  const summary = result.payload?.summary;
  if (!summary) return null;
  const changes = counts(["new", summary.created], ["updated", summary.updated], ["removed", summary.removed], ["refused", summary.rejected], ["mappings deleted", summary.mappingsDeleted]);
  return (
    <Alert color={summary.rejected > 0 || summary.removalsSkipped ? "yellow" : "green"} title={`${name} is loaded`}>
      Rows read: {summary.read.toLocaleString()}; {changes.length > 0 ? changes.join(", ") : "nothing was new or different"}.
      {summary.removalsSkipped && " Nothing was removed: some refused rows do not tell what they are about, which may be what seems to be missing. Mend them and load the file again."}
    </Alert>
  );
}

// The two guards, in the words of the controls below: of a catalogue, and of mappings whatever the file is.
const guards = (things: string) => ({
  catalogue: {
    title: "Nothing was loaded: is this really the whole catalogue?",
    advice: "If it is a part of the catalogue, or the wrong file, cancel and load it without “The file is the whole catalogue”.",
    sure: `Remove the ${things} that the file lacks, and delete their mappings`,
    confirm: "Load, and remove what is missing",
  },
  mappings: {
    title: "Nothing was loaded: are these mappings really to go?",
    advice: "If it is the wrong file, or was made with other columns or Codes than before, cancel and look at it again.",
    sure: "Delete these mappings",
    confirm: "Load, and delete the mappings",
  },
});

// More than a tenth of a catalogue or of mappings gone is more often a wrong file than a wish.
function Shrink({ things, whole, message, onConfirm, onCancel }: { things: string; whole: boolean; message: string; onConfirm: () => void; onCancel: () => void }) {
  const [sure, setSure] = useState(false);
  const { title, advice, ...control } = guards(things)[whole ? "catalogue" : "mappings"];
  return (
    <Alert color="orange" role="alert" title={title}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{message.replace("(allowShrink)", `(“${control.sure}”, below)`)}</Text>
        <Text size="sm">{advice}</Text>
        <Checkbox label={control.sure} checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
        <Group>
          <Button color="red" disabled={!sure} onClick={onConfirm}>
            {control.confirm}
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
