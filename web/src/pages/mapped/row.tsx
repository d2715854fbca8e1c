import { IconLayoutSidebarRight, IconTrash } from "@tabler/icons-react";
import { memo, type MouseEvent } from "react";
import { figuresOf, targetCode, targetName } from "../../api/targets";
import { useRights } from "../../api/viewer";
import { Price, Stock } from "../../components/amount";
import { Channel } from "../../components/channel";
import { Sign } from "../../components/sign";
import { Sku } from "../../components/sku";
import { levelName } from "../../components/target-view";
import { When } from "../../components/timestamp";
import type { Mapped } from "./documents";

const sources: Record<Mapped["source"], string> = { IMPORT: "Import", CUSTOM: "Custom", DOWNLOAD: "Download" };

/** The names of sources for users. */
export const sourceNames: Readonly<Record<string, string>> = sources;

/** The actions of rows. The object stays the same, so that rows are not rendered again. */
export type RowActions = {
  select: (id: string, on: boolean, range: boolean) => void;
  remove: (id: string) => void;
  removeProduct: (id: string) => void;
  open: (sku: string) => void;
  walkTo: (sku: string) => void;
};

type Props = { mapping: Mapped; chosen: boolean; current: boolean; open: boolean; busy: boolean; actions: RowActions };

/** A mapping: a row, which a phone shows as a card. */
export const Row = memo(function Row({ mapping, chosen, current, open, busy, actions }: Props) {
  const { id, listing, target, source, createdAt } = mapping;
  const { edits } = useRights();
  const { stock } = figuresOf(target);
  const openDrawer = (event: MouseEvent) => {
    if (event.target instanceof Element && !event.target.closest("a, button, input")) actions.open(listing.sku);
  };
  return (
    <tr
      role="row"
      data-row={listing.sku}
      tabIndex={-1}
      className={[chosen && "chosen", open && "open"].filter(Boolean).join(" ") || undefined}
      aria-current={current || undefined}
      onClick={openDrawer}
      onFocus={() => actions.walkTo(listing.sku)}
    >
      <td role="cell">{edits && <input type="checkbox" className="check" aria-label={`Select ${listing.sku}`} checked={chosen} onChange={(event) => actions.select(id, event.currentTarget.checked, (event.nativeEvent as PointerEvent).shiftKey)} />}</td>
      <th role="rowheader" scope="row">
        <span className="line">
          <Sku copies>{listing.sku}</Sku>
          <Channel channel={listing.fulfillmentChannel} />
        </span>
        <span className="second" title={listing.title}>
          {listing.title || "No title"}
        </span>
      </th>
      <td role="cell" className="full">
        <Code mapping={mapping} />
      </td>
      <td role="cell" className="num c-price">
        <Prices mapping={mapping} />
      </td>
      <td role="cell" className="num desk c-omni">
        <Stock>{stock}</Stock>
      </td>
      <td role="cell" className="num desk c-amazon">
        <Stock>{listing.quantity}</Stock>
      </td>
      <td role="cell" className="full c-difference">
        <Difference mapping={mapping} />
        <span className="second phone">
          Omni <Stock>{stock}</Stock> · Amazon <Stock>{listing.quantity}</Stock>
        </span>
      </td>
      <td role="cell" className="full wide">
        <span className="line">{sources[source]}</span>
        <span className="second">
          {matchedOn(mapping)}, <When at={createdAt} ago />
        </span>
        <div className="row-actions">
          {edits && target.product.downloaded && (
            <button
              type="button"
              className="small-button danger"
              disabled={busy}
              aria-label={`Delete the downloaded product ${target.product.code ?? ""}, to which ${listing.sku} is mapped`}
              onClick={() => actions.removeProduct(target.product.id)}
            >
              Delete product
            </button>
          )}
          {edits && (
            <button type="button" className="small-button danger" disabled={busy} aria-label={`Delete the mapping of ${listing.sku}`} title="Delete this mapping" onClick={() => actions.remove(id)}>
              <IconTrash size={14} aria-hidden />
            </button>
          )}
          <button type="button" className="small-button" aria-label={`Details of ${listing.sku}`} title="Details" onClick={() => actions.open(listing.sku)}>
            <IconLayoutSidebarRight size={14} aria-hidden />
          </button>
        </div>
      </td>
    </tr>
  );
});

function Code({ mapping: { listing, target } }: { mapping: Mapped }) {
  const code = targetCode(target);
  return (
    <>
      <span className="line">{code === listing.sku ? <span title={`Its Code is the SKU, ${code}`}>=</span> : code ? <Sku copies most={22}>{code}</Sku> : <i className="less">no Code</i>}</span>
      <span className="second" title={targetName(target)}>
        {[target.level !== "PRODUCT_OPTION" && levelName(target.level), code !== listing.sku && targetName(target)].filter(Boolean).join(" · ")}
      </span>
    </>
  );
}

/** Amazon's price, and Omni's below it where that is another. */
function Prices({ mapping: { listing, target } }: { mapping: Mapped }) {
  const { price } = figuresOf(target);
  const differs = price !== null && listing.price != null && Number(price) !== Number(listing.price);
  return (
    <>
      <Price>{listing.price}</Price>
      {differs && (
        <span className="second" title="Omni's price">
          <Price>{price}</Price>
        </span>
      )}
    </>
  );
}

/** Whether Amazon shows more than Omni has, or less. What Amazon itself stocks is not compared. */
function Difference({ mapping: { listing, target } }: { mapping: Mapped }) {
  const { stock } = figuresOf(target);
  if (listing.fulfillmentChannel?.startsWith("AMAZON")) return <span className="second">Amazon's own stock</span>;
  if (stock === null || listing.quantity == null) return <span className="second">Not known</span>;
  const over = listing.quantity - Number(stock);
  if (over === 0) return <Sign name="done">The same</Sign>;
  return (
    <>
      <span className="line">
        <Sign name={over > 0 ? "many" : "few"}>{over > 0 ? "Too many" : "Too few"}</Sign>
      </span>
      <span className="second">{`${Math.abs(over).toLocaleString()} ${over > 0 ? "over" : "fewer"} on Amazon`}</span>
    </>
  );
}

function matchedOn({ matchedOn: field }: Mapped): string {
  if (field === "CODE") return "on the Code";
  if (field === "BARCODE") return "on the Barcode";
  return "by hand";
}
