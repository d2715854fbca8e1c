import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "wouter";
import type { OperationInFull } from "../../api/operation-by-id";
import type { CustomMappingsResult } from "../../api/custom-mappings";
import { actorName } from "../../api/operation-labels";
import { counted } from "../../components/counted";
import { Figures } from "../../components/figures";
import { RejectedRows } from "../../components/rejected-rows";
import { StepHeading } from "../../components/step-heading";
import { When } from "../../components/timestamp";

interface CustomSummaryProps {
  integrationId: string;
  summary: NonNullable<CustomMappingsResult["summary"]>;
  rejectedRows: CustomMappingsResult["rejectedRows"];
  /** Undefined where nothing was done, and so nothing recorded. */
  operation?: OperationInFull;
  onAgain: () => void;
}

/** What custom mappings did, and where to go on. */
export function CustomSummary({ integrationId, summary, rejectedRows, operation, onAgain }: CustomSummaryProps) {
  const home = `/integrations/${encodeURIComponent(integrationId)}`;
  const custom = { href: `${home}/mapped?source=CUSTOM`, label: "See them" };
  return (
    <Stack>
      <StepHeading follows>Summary</StepHeading>
      <Text role="status">
        {mapped(summary.productOptionsMapped)}{" "}
        {operation && (
          <Text span c="dimmed" size="sm">
            By {actorName(operation.actor)}, <When at={operation.startedAt} />
          </Text>
        )}
      </Text>
      <Figures
        figures={[
          { label: "Product Options Mapped", value: summary.productOptionsMapped, more: summary.productOptionsMapped > 0 ? custom : undefined },
          { label: "Rows read", value: summary.rowsRead },
          { label: "Without a Code", value: summary.blank },
          { label: "Refused", value: summary.rejected },
        ]}
      />
      <RejectedRows rows={rejectedRows} total={summary.rejected} fileName="custom-mappings refused rows.csv" />
      <Group>
        <Button component={Link} href="/">
          Back to Dashboard
        </Button>
        <Button variant="default" onClick={onAgain}>
          Another spreadsheet
        </Button>
      </Group>
      {operation && (
        <Text size="sm">
          <Anchor component={Link} href={`/activity?operation=${encodeURIComponent(operation.id)}`} inherit underline="always">
            This operation in Activity
          </Anchor>
          . Mappings are taken back by deleting them among the{" "}
          <Anchor component={Link} href={custom.href} inherit underline="always">
            mapped products
          </Anchor>
          ; what was deleted can be restored.
        </Text>
      )}
    </Stack>
  );
}

function mapped(count: number): string {
  return count === 0 ? "Nothing was mapped." : `${counted(count, "product was", "products were")} mapped.`;
}
