import { Alert, Button, Stack, Text } from "@mantine/core";
import { CombinedError } from "urql";
import { words } from "../api/client";

interface Refusal {
  message: string;
}

/** A fault of a request, or what a payload's userErrors say. */
export interface RequestError extends Refusal {
  graphQLErrors?: readonly Refusal[];
}

/** What went wrong, in the server's words, and a way to try again. Shows nothing where nothing did. */
export function Problem({ title = "That did not work", error, userErrors = [], onRetry }: { title?: string; error?: RequestError; userErrors?: readonly Refusal[]; onRetry?: () => void }) {
  const messages = [...(error ? told(error) : []), ...userErrors.map((e) => e.message)];
  if (messages.length === 0) return null;
  return (
    <Alert color="red" title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        {messages.map((message) => (
          <Text key={message} size="sm" style={{ overflowWrap: "anywhere" }}>
            {message}
          </Text>
        ))}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function told(error: RequestError): string[] {
  return error instanceof CombinedError ? words(error) : [error.message];
}
