import { useRights } from "../../api/viewer";
import type { Mapped } from "./documents";
import { Row, type RowActions } from "./row";

type Props = {
  rows: readonly Mapped[];
  sign: string;
  dense: boolean;
  hidden: readonly string[];
  selected: ReadonlySet<string>;
  current: string | undefined;
  open: string | undefined;
  onSelectAll: (on: boolean) => void;
  busy: boolean;
  actions: RowActions;
};

/** The mappings of the page. */
export function List({ rows, sign, dense, hidden, selected, current, open, onSelectAll, busy, actions }: Props) {
  const { edits } = useRights();
  const chosen = rows.filter((row) => selected.has(row.id)).length;
  const head = (label: string, width?: number | string, className?: string) => (
    <th role="columnheader" scope="col" className={className} style={{ width }}>
      {label}
    </th>
  );
  return (
    <table className={dense ? "list one" : "list"} role="table" aria-label="Mapped products" data-hide={hidden.join(" ")}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col" style={{ width: 36 }}>
            {edits && (
              <input
                type="checkbox"
                className="check"
                aria-label="Select all of the page"
                checked={chosen > 0 && chosen === rows.length}
                ref={(box) => {
                  if (box) box.indeterminate = chosen > 0 && chosen < rows.length;
                }}
                onChange={(event) => onSelectAll(event.currentTarget.checked)}
              />
            )}
          </th>
          {head("Listing", "27%")}
          {head("Omni Code")}
          {head(`Price ${sign}`, 72, "num c-price")}
          {head("Omni", 64, "num c-omni")}
          {head("Amazon", 70, "num c-amazon")}
          {head("Stock", 140, "c-difference")}
          {head("Mapped", 170)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((mapping) => (
          <Row key={mapping.id} mapping={mapping} chosen={selected.has(mapping.id)} current={current === mapping.listing.sku} open={open === mapping.listing.sku} busy={busy} actions={actions} />
        ))}
      </tbody>
    </table>
  );
}
