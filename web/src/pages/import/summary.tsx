import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { Link } from "wouter";
import type { Integration } from "../../api/integrations";
import type { OperationInFull } from "../../api/operation-by-id";
import { actorName } from "../../api/operation-labels";
import { tabNames, useWorkCounts, workTabs } from "../../api/work";
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
  const why = { href: `${home}/work`, label: "Why?" };
  const remap = { href: `${home}/work?tab=partial`, label: "Remap" };
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
          { label: "Left partially mapped, with parents", value: summary.partiallyMapped, more: summary.partiallyMapped > 0 ? remap : undefined },
          { label: "Left unmappable, with parents", value: summary.unmappable, more: summary.unmappable > 0 ? why : undefined },
        ]}
      />
      <Remaining id={integration.id} home={home} />
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

/** What the work list has now, which may be more than in the scope of the import; its tabs have the same numbers. */
function Remaining({ id, home }: { id: string; home: string }) {
  const counts = useWorkCounts(id);
  if (!counts) return null;
  return (
    <Text size="sm">
      The work list has now:{" "}
      {workTabs.map((tab, at) => (
        <span key={tab}>
          {at > 0 && " · "}
          <Anchor component={Link} href={tab === "map" ? `${home}/work` : `${home}/work?tab=${tab}`} inherit>
            {tabNames[tab]} {counts[tab].toLocaleString()}
          </Anchor>
        </span>
      ))}
    </Text>
  );
}
