import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "wouter";
import type { Integration } from "../../api/integrations";
import type { OperationInFull } from "../../api/operation-by-id";
import { actorName } from "../../api/operation-labels";
import { counted } from "../../components/counted";
import { Figures } from "../../components/figures";
import { NoSummary } from "../../components/no-summary";
import { StepHeading } from "../../components/step-heading";
import { When } from "../../components/timestamp";

interface ImportSummaryProps {
  integration: Integration;
  /** The import; undefined if it is not known. */
  operation?: OperationInFull;
  missing: boolean;
  follows: boolean;
  onAgain: () => void;
}

/** What an import did, and where to go on. */
export function ImportSummary({ integration, operation, missing, follows, onAgain }: ImportSummaryProps) {
  const home = `/integrations/${encodeURIComponent(integration.id)}`;
  const summary = operation?.importSummary;
  if (operation?.state === "FAILED") {
    return <NoSummary title="The import failed" again="Choose again" message={operation.error ?? "Nothing was mapped."} onAgain={onAgain} />;
  }
  if (missing || (operation && (!summary || operation.integration?.id !== integration.id))) {
    return <NoSummary title="There is no such import" again="Choose again" message="The address names an import that this integration does not have." onAgain={onAgain} />;
  }
  if (!operation || !summary) return null;
  const why = { href: `${home}/unmapped`, label: "Why?" };
  const remap = { href: `${home}/remap`, label: "Remap" };
  return (
    <Stack>
      <StepHeading follows={follows}>Summary</StepHeading>
      <Text role="status">
        {operation.created === 0 ? "No product was mapped." : `${counted(operation.created, "product was", "products were")} mapped.`}{" "}
        <Text span c="dimmed" size="sm">
          By {actorName(operation.actor)}, <When at={operation.startedAt} />
        </Text>
      </Text>
      <Figures
        figures={[
          { label: "Unmapped products found", value: summary.unmappedProducts },
          { label: "Existing Price Options Linked", value: summary.existingPriceOptionsLinked },
          { label: "Existing Size Options Linked", value: summary.existingSizeOptionsLinked },
          { label: "Mappings created", value: operation.created },
          { label: "Left partially mapped", value: summary.partiallyMapped, more: summary.partiallyMapped > 0 ? remap : undefined },
          { label: "Left unmappable", value: summary.unmappable, more: summary.unmappable > 0 ? why : undefined },
        ]}
      />
      <Remaining integration={integration} home={home} />
      <Group>
        <Button component={Link} href={`${home}/custom-mappings`}>
          Next
        </Button>
        <Text size="sm" c="dimmed">
          Custom Mappings
        </Text>
      </Group>
      <Group>
        <Anchor component={Link} href={`${home}/mapped`}>
          Mapped products
        </Anchor>
        <Anchor component="button" type="button" onClick={onAgain}>
          Import again
        </Anchor>
        <Anchor component={Link} href="/">
          Back to Dashboard
        </Anchor>
      </Group>
    </Stack>
  );
}

/** What there is left to do in the integration, which may be more than in the scope of the import. */
function Remaining({ integration, home }: { integration: Integration; home: string }) {
  const { unmappable, partiallyMapped } = integration.productStatus;
  if (unmappable + partiallyMapped === 0) return null;
  return (
    <Text size="sm" className="numeric">
      This integration has now{" "}
      <Anchor component={Link} href={`${home}/unmapped`} inherit underline="always">
        {unmappable.toLocaleString()} unmappable
      </Anchor>
      , which Custom Mappings can map, and{" "}
      <Anchor component={Link} href={`${home}/remap`} inherit underline="always">
        {partiallyMapped.toLocaleString()} partially mapped
      </Anchor>
      , which only a remap can.
    </Text>
  );
}
