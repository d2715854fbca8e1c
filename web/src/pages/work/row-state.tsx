import { Anchor } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { namedBy, OmniTargets, targetName } from "../../api/targets";
import { pageOf } from "../../components/current-integration";
import { levelName } from "../../components/target-view";
import type { Listing } from "../../api/listings";
import type { Edit } from "./edits";
import { remapAddress } from "../../components/reasons";

type Props = { edit: Edit; listing: Pick<Listing, "sku" | "familySku">; integrationId: string };

/** An unfinished Code is an unknown one: that is shown only when the field is left. */
export function isUnfinished(edit: Edit | undefined, typing: boolean): boolean {
  return typing && edit?.checked?.error === "UNKNOWN_CODE" && !edit.checked.applied;
}

/** What a row's Code names, or why it would be refused, on two lines at most so that no row moves; its title has the whole. */
export function RowState({ edit, listing, integrationId }: Props) {
  if (edit.checked?.error) return <Wrong message={edit.checked.message ?? ""} remedy={remedy(edit, listing, integrationId)} />;
  if (!edit.checked) return <div className="code-state less">Checking…</div>;
  return <Names edit={edit} />;
}

function Wrong({ message, remedy }: { message: string; remedy?: { href: string; label: string } }) {
  return (
    <div className="code-state wrong" role="alert" title={message}>
      <IconAlertTriangle size={14} aria-hidden />
      <span>
        {remedy && (
          <Anchor component={Link} href={remedy.href} inherit>
            {remedy.label}
          </Anchor>
        )}{" "}
        {message}
      </span>
    </div>
  );
}

function remedy({ checked, target, code }: Edit, listing: Props["listing"], integrationId: string) {
  const error = checked?.error;
  if (error === "ALREADY_MAPPED" || error === "OMNI_PRODUCT_MAPPED") return { href: remapAddress(integrationId, listing, target, code.trim()), label: "Swap or remap…" };
  if (error === "PRODUCT_IS_MAPPABLE") return { href: pageOf(integrationId, "download"), label: "Import it" };
  return undefined;
}

/** What the Code names: as picked, or looked up where it was typed or pasted. */
function Names({ edit }: { edit: Edit }) {
  const code = edit.code.trim();
  const [{ data }] = useQuery({ query: OmniTargets, variables: { search: code, first: 50 }, pause: !!edit.target });
  const target = edit.target ?? (data && namedBy(code, data.omniTargets)[0]);
  return (
    <div className="code-state right">
      <IconCheck size={14} aria-hidden />
      <span>
        {target ? (
          <>
            Will be linked to {targetName(target) || code} <span className="less">({levelName(target.level).toLowerCase()})</span>
          </>
        ) : (
          "Will be linked."
        )}
      </span>
    </div>
  );
}
