import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { errorMessages } from "../../api/client";
import { CustomMappingSheet } from "../../api/custom-mappings";
import { saveFile, sizeOf } from "../../api/save";
import { downloadSheet } from "../../api/custom-sheet";

/** Downloads the spreadsheet, tells how much of it has come, and lets it be stopped. */
export function SheetDownload({ integrationId }: { integrationId: string }) {
  const client = useClient();
  const [bytes, setBytes] = useState<number>();
  const [saved, setSaved] = useState("");
  const [problem, setProblem] = useState("");
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  const download = async () => {
    const abort = new AbortController();
    stop.current = abort;
    setSaved("");
    setProblem("");
    setBytes(0);
    try {
      const { data, error } = await client.query(CustomMappingSheet, { id: integrationId }).toPromise();
      if (error || !data) throw new Error(error ? errorMessages(error).join(" ") : "The server gave no address.");
      const sheet = await downloadSheet(data.customMappingSheetUrl, abort.signal, setBytes);
      saveFile(sheet.content, sheet.name);
      setSaved(`${sheet.name} is saved (${sizeOf(sheet.content.size)}).`);
    } catch (reason) {
      if (!abort.signal.aborted) setProblem(reason instanceof TypeError ? "The connection broke off before the spreadsheet was whole." : String((reason as Error).message));
    } finally {
      setBytes(undefined);
    }
  };

  const busy = bytes !== undefined;
  return (
    <Stack gap="xs" align="flex-start" w="100%">
      <Group>
        <Button
          variant="default"
          h="auto"
          mih={36}
          py={6}
          styles={{ label: { whiteSpace: "normal", overflow: "visible", lineHeight: 1.3 } }}
          leftSection={<IconDownload size={16} aria-hidden />}
          loading={busy}
          onClick={download}
        >
          Download Products to Apply Custom Mappings
        </Button>
        {busy && (
          <Button variant="subtle" size="xs" onClick={() => stop.current?.abort()}>
            Stop
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" role="status" className="numeric" style={{ overflowWrap: "anywhere" }}>
        {/* How much has come is for the eyes; a voice would not come to an end. */}
        {busy ? "Downloading…" : saved}
        {busy && bytes > 0 && <span aria-hidden> {sizeOf(bytes)}</span>}
      </Text>
      {problem !== "" && (
        <Alert color="red" title="The spreadsheet was not downloaded" role="alert">
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{problem}</Text>
            <Button size="xs" variant="default" onClick={download}>
              Try again
            </Button>
          </Stack>
        </Alert>
      )}
    </Stack>
  );
}
