import { IconLayoutSidebarRight } from "@tabler/icons-react";
import { memo, type MouseEvent, useState } from "react";
import { Link } from "wouter";
import { targetCode, targetName } from "../../api/targets";
import { useRights } from "../../api/viewer";
import type { WorkTab } from "../../api/work";
import { Price, Stock } from "../../components/amount";
import { Channel } from "../../components/channel";
import { pageOf } from "../../components/current-integration";
import { Sign } from "../../components/sign";
import { Sku } from "../../components/sku";
import { When } from "../../components/timestamp";
import { Candidates, CodeField, stockOf } from "./code-field";
import type { Listing } from "../../api/listings";
import { type Edits, useEdit } from "./edits";
import { isUnfinished, RowState } from "./row-state";
import { heldRemedy, reasonInShort, reasonNames, reasonSigns } from "../../components/reasons";
import type { RowActions } from "./use-row-actions";

type Props = { listing: Listing; tab: WorkTab; chosen: boolean; current: boolean; open: boolean; edits: Edits; actions: RowActions; integrationId: string };

/** A listing of the work list: a row, which a phone shows as a card. */
export const Row = memo(function Row({ listing, tab, chosen, current, open, edits, actions, integrationId }: Props) {
  const { edits: mayEdit } = useRights();
  const { sku } = listing;
  const edit = useEdit(edits, sku);
  const [typing, setTyping] = useState(false);
  const openDrawer = (event: MouseEvent) => {
    if (event.target instanceof Element && !event.target.closest("a, button, input, label, [role=listbox], [role=option]")) actions.open(sku);
  };
  return (
    <tr role="row" data-row={sku} tabIndex={-1} className={[chosen && "chosen", open && "open"].filter(Boolean).join(" ") || undefined} aria-current={current || undefined} onClick={openDrawer} onFocus={() => actions.walkTo(sku)}>
      <td role="cell">{mayEdit && tab !== "parents" && <input type="checkbox" className="check" aria-label={`Select ${sku}`} checked={chosen} onChange={(event) => actions.select(listing, event.currentTarget.checked, (event.nativeEvent as PointerEvent).shiftKey)} />}</td>
      <th role="rowheader" scope="row">
        <span className="line">
          <Sku copies>{sku}</Sku>
          <Channel channel={listing.fulfillmentChannel} />
        </span>
        <span className="second" title={listing.title}>
          {listing.title || "No title"}
        </span>
      </th>
      <td role="cell" className="num c-price">
        <Price>{listing.price}</Price>
        <span className="second phone">
          × <Stock>{listing.quantity}</Stock>
        </span>
      </td>
      <td role="cell" className="num desk c-stock">
        <Stock>{listing.quantity}</Stock>
      </td>
      <td role="cell" className="full c-why">
        <RowStatus listing={listing} tab={tab} />
      </td>
      <td role="cell" className={mayEdit ? "full wide" : "full"}>
        {edit && !isUnfinished(edit, typing) ? (
          <RowState edit={edit} listing={listing} integrationId={integrationId} />
        ) : (
          <>
            <Match listing={listing} tab={tab} onPick={mayEdit ? (target) => actions.pick(listing, target) : undefined} />
            <RowButtons listing={listing} tab={tab} actions={actions} integrationId={integrationId} />
          </>
        )}
      </td>
      {mayEdit && (tab === "map" || tab === "ignored") && (
        <td role="cell" className="full wide">
          <CodeField listing={listing} edits={edits} actions={actions} onTyping={setTyping} />
        </td>
      )}
    </tr>
  );
});

const outlooks = {
  SAFE: { sign: "done", label: "Safe to remap", about: "It makes new links, and loses none" },
  LOSES: { sign: "warn", label: "Loses a link", about: "A remap makes new links, and loses some" },
  NOTHING: { sign: "held", label: "Link by hand", about: "A remap alone makes no new link" },
} as const;

function RowStatus({ listing, tab }: { listing: Listing; tab: WorkTab }) {
  const reason = listing.unmappableReason;
  if (tab === "parents" && reason !== "IGNORED") return <Two first={<Sign name="off">Parent</Sign>} second="It cannot be sold, and needs nothing" />;
  if (listing.status === "PARTIALLY_MAPPED") {
    const outlook = outlooks[listing.remapOutlook ?? "NOTHING"];
    return <Two first={<Sign name={outlook.sign}>{outlook.label}</Sign>} second={outlook.about} />;
  }
  if (!reason) return null;
  return <Two first={<Sign name={reasonSigns[reason]}>{reasonNames[reason]}</Sign>} second={reasonInShort(listing, reason)} />;
}

function Two({ first, second }: { first: React.ReactNode; second: string }) {
  return (
    <>
      <span className="line">{first}</span>
      <span className="second" title={second}>
        {second}
      </span>
    </>
  );
}

function Match({ listing, tab, onPick }: { listing: Listing; tab: WorkTab; onPick?: Parameters<typeof Candidates>[0]["onPick"] }) {
  if (tab === "partial" || tab === "parents") {
    return (
      <>
        <span className="line">
          <Sku>{listing.familySku}</Sku>
        </span>
        <span className="second">Family</span>
      </>
    );
  }
  if (listing.ignored) {
    return (
      <>
        <span className="line">{listing.ignored.actor === "local" ? "omnimap" : listing.ignored.actor}</span>
        <span className="second">
          <When at={listing.ignored.at} ago />
        </span>
      </>
    );
  }
  if (listing.matches.length > 1 && onPick) return <Candidates listing={listing} onPick={onPick} />;
  const [match] = listing.matches;
  if (!match) return <span className="less">—</span>;
  const code = targetCode(match);
  return (
    <>
      <span className="line">{code === listing.sku ? <span title={`Its Code is the SKU, ${code}`}>=</span> : code ? <Sku most={20}>{code}</Sku> : <i className="less">no Code</i>}</span>
      <span className="second" title={targetName(match)}>
        {[stockOf(match), targetName(match)].filter(Boolean).join(" · ")}
      </span>
    </>
  );
}

function RowButtons({ listing, tab, actions, integrationId }: { listing: Listing; tab: WorkTab; actions: RowActions; integrationId: string }) {
  const { edits } = useRights();
  const { sku, familySku, unmappableReason: reason } = listing;
  const remedy = reason === "OMNI_PRODUCT_MAPPED" ? heldRemedy(integrationId, listing) : undefined;
  const byHand = listing.remapOutlook === "NOTHING";
  return (
    <div className="row-actions">
      {edits && reason === "NO_MATCH" && tab !== "parents" && (
        <button type="button" className="small-button" aria-label={`Download as new product: ${familySku}`} onClick={() => actions.ask("download", listing)}>
          As new
        </button>
      )}
      {edits && remedy && (
        <Link href={remedy.href} className="small-button" aria-label={remedy.meaning}>
          {remedy.label}
        </Link>
      )}
      {edits && tab === "partial" && (
        <Link href={pageOf(integrationId, `remap?family=${encodeURIComponent(familySku)}`)} className="small-button" aria-label={`${byHand ? "Link by hand:" : "Remap"} the family ${familySku}`}>
          {byHand ? "Link by hand" : "Remap"}
        </Link>
      )}
      {edits && (tab === "map" || tab === "partial") && (
        <button type="button" className="small-button" aria-label={`Ignore ${sku}`} onClick={() => actions.ask("ignore", listing)}>
          Ignore
        </button>
      )}
      {edits && tab === "ignored" && (
        <button type="button" className="small-button" aria-label={`Take back ${sku}`} onClick={() => actions.ask("takeBack", listing)}>
          Take back
        </button>
      )}
      <button type="button" className="small-button" aria-label={`Details of ${sku}`} title="Details" onClick={() => actions.open(sku)}>
        <IconLayoutSidebarRight size={14} aria-hidden />
      </button>
    </div>
  );
}
