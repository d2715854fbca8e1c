import { Alert, Button, Stack, Text } from "@mantine/core";

interface NoSummaryProps {
  title: string;
  message: string;
  /** The words of the button that leads to the first step. */
  again: string;
  onAgain: () => void;
}

/** Says why an operation has no summary, and leads back to its first step. */
export function NoSummary({ title, message, again, onAgain }: NoSummaryProps) {
  return (
    <Alert color="red" title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{message}</Text>
        <Button size="xs" variant="default" onClick={onAgain}>
          {again}
        </Button>
      </Stack>
    </Alert>
  );
}
