import { Anchor, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { namedBy, OmniTargets, targetName } from "../../api/targets";
import { levelName } from "../../components/target-view";
import type { Listing } from "./documents";
import type { Edit } from "./edits";
import { remapAddress } from "./reasons";

type Props = { edit: Edit | undefined; note?: string; listing: Pick<Listing, "sku" | "familySku">; integrationId: string };

/** What a row's Code names, or why it would be refused. */
export function RowState({ edit, note, listing, integrationId }: Props) {
  if (note) return <Wrong message={note} />;
  if (!edit) return null;
  if (edit.checked?.error) return <Wrong message={edit.checked.message ?? ""} remedy={remedy(edit, listing, integrationId)} />;
  if (!edit.checked) {
    return (
      <Text size="xs" c="dimmed">
        Checking…
      </Text>
    );
  }
  return <Names edit={edit} />;
}

function Wrong({ message, remedy }: { message: string; remedy?: { href: string; label: string } }) {
  return (
    <Group gap={4} wrap="nowrap" align="flex-start" role="alert">
      <IconAlertTriangle size={14} color="var(--mantine-color-error)" style={{ flexShrink: 0, marginTop: 2 }} aria-hidden />
      <Text size="xs" c="var(--mantine-color-error)">
        {message}{" "}
        {remedy && (
          <Anchor component={Link} href={remedy.href} size="xs" underline="always">
            {remedy.label}
          </Anchor>
        )}
      </Text>
    </Group>
  );
}

function remedy({ checked, target, code }: Edit, listing: Props["listing"], integrationId: string) {
  const page = `/integrations/${integrationId}`;
  const error = checked?.error;
  if (error === "ALREADY_MAPPED" || error === "OMNI_PRODUCT_MAPPED") return { href: remapAddress(integrationId, listing, target, code.trim()), label: "Remap it" };
  if (error === "PRODUCT_IS_MAPPABLE") return { href: `${page}/download`, label: "Import it" };
  return undefined;
}

/** What the Code names: as picked, or looked up where it was typed or pasted. */
function Names({ edit }: { edit: Edit }) {
  const code = edit.code.trim();
  const [{ data }] = useQuery({ query: OmniTargets, variables: { search: code, first: 50 }, pause: !!edit.target });
  const target = edit.target ?? (data && namedBy(code, data.omniTargets)[0]);
  return (
    <Group gap={4} wrap="nowrap" align="flex-start">
      <IconCheck size={14} color="var(--mantine-color-teal-filled)" style={{ flexShrink: 0, marginTop: 2 }} aria-hidden />
      <Text size="xs">
        {target ? (
          <>
            Will be linked to {targetName(target) || code} <Text span size="xs" c="dimmed">({levelName(target.level).toLowerCase()})</Text>
          </>
        ) : (
          "Will be linked."
        )}
      </Text>
    </Group>
  );
}
