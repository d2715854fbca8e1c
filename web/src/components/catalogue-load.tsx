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
  const shrinks = userErrors.some((e) => e.code === "CATALOGUE_SHRINKS");
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
      {shrinks && file && !busy && <Shrink things={things} message={userErrors.map((e) => e.message).join(" ")} onConfirm={() => void start(file, true)} onCancel={() => setResult(undefined)} />}
      {result?.payload && <RejectedRows rows={result.payload.rejectedRows} total={result.payload.summary?.rejected} />}
    </Stack>
  );
}

function Loaded({ name, result }: { name: string; result: LoadResult }) {
  const summary = result.payload?.summary;
  if (!summary) return null;
  const changes = counts(["new", summary.created], ["updated", summary.updated], ["removed", summary.removed], ["refused", summary.rejected], ["mappings deleted", summary.mappingsDeleted]);
  return (
    <Alert color={summary.rejected > 0 ? "yellow" : "green"} title={`${name} is loaded`}>
      Rows read: {summary.read.toLocaleString()}; {changes.length > 0 ? changes.join(", ") : "nothing was new or different"}.
    </Alert>
  );
}

// More than a tenth of a catalogue gone is more often a wrong file than a wish.
function Shrink({ things, message, onConfirm, onCancel }: { things: string; message: string; onConfirm: () => void; onCancel: () => void }) {
  const [sure, setSure] = useState(false);
  return (
    <Alert color="orange" role="alert" title="Nothing was loaded: is this really the whole catalogue?">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{message}</Text>
        <Text size="sm">
          If it is a part of the catalogue, or the wrong file, cancel and load it without “The file is the whole catalogue”.
        </Text>
        <Checkbox label={`Remove the ${things} that the file lacks, and delete their mappings`} checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />
        <Group>
          <Button color="red" disabled={!sure} onClick={onConfirm}>
            Load, and remove what is missing
          </Button>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
