import { Alert, Button, Stack, Text } from "@mantine/core";
import { CombinedError } from "urql";
import { errorMessages } from "../api/client";

interface UserError {
  message: string;
}

/** The error of a request, or the message of a payload's userErrors. */
export interface RequestError extends UserError {
  graphQLErrors?: readonly UserError[];
}

/** Shows what went wrong, in the server's words, and a way to try again. Shows nothing if there is no error. */
export function Problem({ title = "That did not work", error, userErrors = [], onRetry }: { title?: string; error?: RequestError; userErrors?: readonly UserError[]; onRetry?: () => void }) {
  const messages = [...(error ? messagesOf(error) : []), ...userErrors.map((e) => e.message)];
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

function messagesOf(error: RequestError): string[] {
  return error instanceof CombinedError ? errorMessages(error) : [error.message];
}
