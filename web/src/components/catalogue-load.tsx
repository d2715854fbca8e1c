import { Alert, Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { counts, failureOf } from "../api/operation-labels";
import { isLost } from "../api/client";
import type { LoadResult } from "../api/loads";
import { FileDrop } from "./file-drop";
import { Problem } from "./problem";
import { OperationProgress } from "./progress";
import { RejectedRows } from "./rejected-rows";
import { type ShownLoad, useShownLoad } from "./shown-load";

interface CatalogueLoadProps {
  integrationId?: string;
  whole?: boolean;
  onLoaded: () => void;
}

/**
 * Loads a catalogue's file: the listings of an integration, or, without one, the Omni products. A load that goes on already is shown with
 * its progress, whoever began it.
 */
export function CatalogueLoad(props: CatalogueLoadProps) {
  return <LoadOf shown={useShownLoad(props.integrationId)} {...props} />;
}

/** The same, for a page that looks at the load too. */
export function LoadOf({ integrationId, whole = false, onLoaded, shown }: CatalogueLoadProps & { shown: ShownLoad }) {
  const { load, result, operation, busy, missing, start, again, dismiss } = shown;
  const [removeMissing, setRemoveMissing] = useState(false);
  const things = integrationId === undefined ? "Omni products" : "listings";
  const file = load?.file;
  const name = file?.name ?? operation?.fileName ?? `the ${things}`;
  const summary = operation?.loadSummary ?? result?.payload?.summary;
  const userErrors = result?.payload?.userErrors ?? [];
  const shrinks = userErrors.find((e) => e.code === "CATALOGUE_SHRINKS");
  const loaded = !busy && summary ? (operation?.id ?? load?.key) : undefined;
  useEffect(() => {
    if (loaded !== undefined) onLoaded();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [loaded]);
  return (
    <Stack gap="sm">
      <FileDrop
        label={integrationId === undefined ? "Cin7 Omni products export (CSV or JSON)" : "Amazon All Listings Report (tab-separated text)"}
        hint="Drop the file here, or choose it. It may be packed with gzip."
        busy={busy}
        onFile={(file) => start(file, { integrationId, removeMissing })}
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
        {busy && (operation ? <Running operation={operation} name={name} /> : <Text size="sm">Sending {name}… Keep this page open until it is sent.</Text>)}
        {!busy && summary && <Loaded name={name} summary={summary} onClose={dismiss} />}
        {missing && (
          <Alert color="orange" title="The load was refused, or stopped" withCloseButton closeButtonLabel="Dismiss" onClose={dismiss}>
            Nothing was changed. Load the file again to see why.
          </Alert>
        )}
      </div>
      {!busy && !shrinks && <Failure name={name} result={result} message={operation?.state === "FAILED" ? failureOf(operation) : undefined} onRetry={file && again} />}
      {shrinks && file && !busy && (
        <Shrink
          things={things}
          whole={shrinks.field?.includes("removeMissing") ?? false}
          message={shrinks.message}
          onConfirm={() => start(file, { ...load?.options, allowShrink: true })}
          onCancel={dismiss}
        />
      )}
      {!busy && summary && <RejectedRows rows={operation?.rejectedRows ?? result?.payload?.rejectedRows ?? []} total={summary.rejected} />}
    </Stack>
  );
}

function Running({ operation, name }: { operation: Parameters<typeof OperationProgress>[0]["operation"]; name: string }) {
  return (
    <Stack gap={4}>
      <OperationProgress operation={operation} label={`Loading ${name}`} />
      <Text size="sm">You can leave this page: the load goes on, and Activity shows it.</Text>
    </Stack>
  );
}

/** Why nothing was loaded, or that this is not known: then trying again does nothing twice. */
function Failure({ name, result, message, onRetry }: { name: string; result?: LoadResult; message?: string; onRetry?: () => void }) {
  if (message !== undefined) return <Problem title={`Nothing was loaded from ${name}`} error={{ message }} onRetry={onRetry} />;
  if (!result || result.operationId !== undefined) return null;
  const title = isLost(result.error) ? `The answer did not come: ${name} may be loaded, or not` : `Nothing was loaded from ${name}`;
  return <Problem title={title} error={result.error} userErrors={result.payload?.userErrors} onRetry={result.error && onRetry} />;
}

function Loaded({ name, summary, onClose }: { name: string; summary: NonNullable<NonNullable<LoadResult["payload"]>["summary"]>; onClose: () => void }) {
  const changes = counts(["new", summary.created], ["updated", summary.updated], ["removed", summary.removed], ["left out", summary.leftOut], ["refused", summary.rejected], ["mappings deleted", summary.mappingsDeleted]);
  return (
    <Alert color={summary.rejected > 0 || summary.removalsSkipped ? "yellow" : "green"} title={`${name} is loaded`} withCloseButton closeButtonLabel="Dismiss" onClose={onClose}>
      Rows read: {summary.read.toLocaleString()}; {changes.length > 0 ? changes.join(", ") : "nothing was new or different"}.
      {summary.removalsSkipped && " Nothing was removed: some refused rows do not tell what they are about, which may be what seems to be missing. Mend them and load the file again."}
      {summary.leftOut > 0 && " What was left out is sent in a way that no integration of the seller holds."}
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
