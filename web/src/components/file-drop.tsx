import { Button, CloseButton, Group, Stack, Text } from "@mantine/core";
import { Dropzone } from "@mantine/dropzone";
import "@mantine/dropzone/styles.css";
import { IconFile, IconFileUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { sizeOf } from "../api/save";

// The server takes requests of up to 1 GiB.
const largest = 2 ** 30 - 2 ** 20;

interface FileDropProps {
  label: string;
  hint?: string;
  /** The extensions that are accepted, as in .csv; without them any file is. */
  accept?: string[];
  /** The chosen file, if it is to be shown. */
  file?: File;
  busy?: boolean;
  onFile: (file: File) => void;
  /** Removes the chosen file. */
  onClear?: () => void;
}

/** Takes one file, dropped or chosen. The server checks its content. */
export function FileDrop({ label, hint, accept, file, busy = false, onFile, onClear }: FileDropProps) {
  const openDialog = useRef<() => void>(null);
  const [problem, setProblem] = useState("");
  const choose = (chosen: File) => {
    const reason = problemOf(chosen, accept);
    setProblem(reason);
    if (reason === "") onFile(chosen);
  };
  return (
    <Stack gap="xs">
      <Dropzone
        openRef={openDialog}
        onDropAny={(files, rejections) => {
          const [chosen, ...others] = [...files, ...rejections.map((rejection) => rejection.file)];
          if (others.length > 0) setProblem("Choose one file at a time.");
          else if (chosen) choose(chosen);
        }}
        onDrop={() => {}}
        multiple={false}
        disabled={busy}
        // Keyboards use the button, which says what it does.
        activateOnClick={false}
        activateOnKeyboard={false}
        tabIndex={-1}
        enablePointerEvents
        inputProps={{ "aria-label": label, accept: accept?.join(",") }}
        p="md"
      >
        <Group gap="md">
          <IconFileUpload size={32} aria-hidden />
          <div style={{ flex: "1 1 14rem" }}>
            <Text fw={500}>{label}</Text>
            <Text size="sm" c="dimmed">
              {hint ?? "Drop the file here, or choose it."}
              {accept && ` Accepted: ${accept.join(", ")}.`}
            </Text>
          </div>
          <Button variant="default" disabled={busy} onClick={() => openDialog.current?.()}>
            {file ? "Choose Another File" : "Choose File"}
          </Button>
        </Group>
      </Dropzone>
      {problem !== "" && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {problem}
        </Text>
      )}
      {file && (
        <Group gap="xs" wrap="nowrap" role="status">
          <IconFile size={18} aria-hidden style={{ flex: "none" }} />
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {file.name} <span className="numeric">({sizeOf(file.size)})</span>
          </Text>
          {onClear && <CloseButton size="sm" aria-label={`Take ${file.name} away`} disabled={busy} onClick={onClear} />}
        </Group>
      )}
    </Stack>
  );
}

function problemOf(file: File, accept: string[] | undefined): string {
  if (accept && !accept.some((end) => file.name.toLowerCase().endsWith(end))) {
    return `${file.name} is not taken: choose a file that ends with ${accept.join(" or ")}.`;
  }
  if (file.size > largest) return `${file.name} is too large: ${sizeOf(file.size)}, where ${sizeOf(largest)} are the most.`;
  if (file.size === 0) return `${file.name} is empty.`;
  return "";
}
