import { Alert, Button, Checkbox, Code, Group, Modal, PasswordInput, Stack, Text } from "@mantine/core";
import "@mantine/core/styles/PasswordInput.css";
import "@mantine/core/styles/Code.css";
import { useState } from "react";
import { apiKey, setAPIKey } from "../api/api-key";

/** Asks for the API key. message is the server's, if it wants a key, or another one. */
export function ApiKeyDialog({ opened, message, onDone, onClose }: { opened: boolean; message: string; onDone: () => void; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="API key">
      <KeyForm message={message} onDone={onDone} />
    </Modal>
  );
}

function KeyForm({ message, onDone }: { message: string; onDone: () => void }) {
  const [key, setKey] = useState(apiKey());
  const [remember, setRemember] = useState(false);
  const use = (key: string) => {
    setAPIKey(key.trim(), remember);
    onDone();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        use(key);
      }}
    >
      <Stack>
        {message && (
          <Alert color="orange" role="alert">
            {message}
          </Alert>
        )}
        <Text size="sm">
          Whoever runs the server makes a key with <Code>omnimap keys create -role editor -name LABEL</Code>. A server without keys needs none.
        </Text>
        <PasswordInput label="Key" placeholder="omnimap_…" autoComplete="off" value={key} onChange={(event) => setKey(event.currentTarget.value)} data-autofocus />
        <Checkbox
          label="Remember it in this browser"
          description="Else it is forgotten when this tab is closed"
          checked={remember}
          onChange={(event) => setRemember(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          {apiKey() !== "" && (
            <Button variant="default" onClick={() => use("")}>
              Forget the key
            </Button>
          )}
          <Button type="submit" disabled={key.trim() === ""}>
            Use this key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
