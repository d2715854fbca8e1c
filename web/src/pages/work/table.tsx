import { useRights } from "../../api/viewer";
import type { WorkTab } from "../../api/work";
import type { Listing } from "../../api/listings";
import type { Edits } from "./edits";
import { Row } from "./row";
import type { RowActions } from "./use-row-actions";

type Props = {
  integrationId: string;
  tab: WorkTab;
  label: string;
  sign: string;
  dense: boolean;
  hidden: readonly string[];
  rows: readonly Listing[];
  isChosen: (sku: string) => boolean;
  onSelectPage: (on: boolean) => void;
  current: string | undefined;
  open: string | undefined;
  edits: Edits;
  actions: RowActions;
};

const heads: Record<WorkTab, { why: string; match: string }> = {
  map: { why: "Why it is not mapped", match: "Match in Omni" },
  partial: { why: "What a remap would do", match: "Family" },
  parents: { why: "Why", match: "Family" },
  ignored: { why: "Note", match: "By" },
};

/** The listings of the page. */
export function WorkTable({ integrationId, tab, label, sign, dense, hidden, rows, isChosen, onSelectPage, current, open, edits, actions }: Props) {
  const { edits: mayEdit } = useRights();
  const chosen = rows.filter(({ sku }) => isChosen(sku)).length;
  const codes = mayEdit && (tab === "map" || tab === "ignored");
  const { why, match } = heads[tab];
  return (
    <table className={dense ? "list one" : "list"} role="table" aria-label={label} data-hide={hidden.join(" ")}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col" style={{ width: 36 }}>
            {mayEdit && tab !== "parents" && (
              <input
                type="checkbox"
                className="check"
                aria-label="Select all of the page"
                checked={chosen > 0 && chosen === rows.length}
                ref={(box) => {
                  if (box) box.indeterminate = chosen > 0 && chosen < rows.length;
                }}
                onChange={(event) => onSelectPage(event.currentTarget.checked)}
              />
            )}
          </th>
          <th role="columnheader" scope="col" style={{ width: "25%" }}>
            Listing
          </th>
          <th role="columnheader" scope="col" className="num c-price" style={{ width: 68 }}>
            Price {sign}
          </th>
          <th role="columnheader" scope="col" className="num c-stock" style={{ width: 60 }}>
            Stock
          </th>
          <th role="columnheader" scope="col" className="c-why" style={{ width: "18%" }}>
            {why}
          </th>
          <th role="columnheader" scope="col">
            {match}
          </th>
          {codes && (
            <th role="columnheader" scope="col" style={{ width: 176 }}>
              Cin7 Code
            </th>
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((listing) => (
          <Row key={listing.sku} listing={listing} tab={tab} chosen={isChosen(listing.sku)} current={current === listing.sku} open={open === listing.sku} edits={edits} actions={actions} integrationId={integrationId} />
        ))}
      </tbody>
    </table>
  );
}
