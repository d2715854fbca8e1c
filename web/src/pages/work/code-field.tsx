import { IconX } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { targetCode, targetKey, targetName, type Target } from "../../api/targets";
import { TargetSelect } from "../../components/target-select";
import type { Listing } from "../../api/listings";
import { type Edits, useEdit } from "./edits";
import { readPaste } from "./paste";
import { isUnfinished } from "./row-state";
import type { RowActions } from "./use-row-actions";

type Props = { listing: Listing; edits: Edits; actions: RowActions; onTyping: (typing: boolean) => void };

/** The field for a listing's Code. */
export function CodeField({ listing, edits, actions, onTyping }: Props) {
  const edit = useEdit(edits, listing.sku);
  const [focused, setFocused] = useState(false);
  const typing = (now: boolean) => {
    setFocused(now);
    onTyping(now);
  };
  const ambiguous = listing.unmappableReason === "AMBIGUOUS_MATCH";
  const change = (code: string) => {
    if (!edits.set(listing.sku, code, { listing })) actions.tooMany();
  };
  const pick = (target: Target) => {
    actions.pick(listing, target);
    if (document.activeElement instanceof HTMLInputElement) actions.move(document.activeElement, 1);
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    const apply = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (apply) actions.apply();
    else if (event.key === "Enter" || event.key === "ArrowDown") actions.move(event.currentTarget, 1);
    else if (event.key === "ArrowUp") actions.move(event.currentTarget, -1);
    else if (event.key === "Escape") event.currentTarget.closest<HTMLElement>("[data-row]")?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <div className="code-field" onFocus={() => typing(true)} onBlur={() => typing(false)}>
      <div style={{ flex: 1, minWidth: 0 }}>
        <TargetSelect
          label={`Cin7 Code for ${listing.sku}`}
          hideLabel
          placeholder="Code or name"
          value={edit?.code ?? ""}
          onChange={change}
          onPick={pick}
          candidates={ambiguous ? listing.matches : undefined}
          invalid={!!edit?.checked?.error && !isUnfinished(edit, focused)}
          onKey={keys}
          onPaste={(event) => {
            const pasted = readPaste(event.clipboardData.getData("text/plain"));
            if (!pasted) return;
            event.preventDefault();
            actions.paste(listing.sku, pasted);
          }}
        />
      </div>
      {edit && (
        <button type="button" className="icon-button" aria-label={`Clear the Code for ${listing.sku}`} title="Clear" onClick={() => change("")}>
          <IconX size={14} />
        </button>
      )}
    </div>
  );
}

/** The items that an ambiguous SKU names, as buttons. */
export function Candidates({ listing, onPick }: { listing: Listing; onPick: (target: Target) => void }) {
  const shown = listing.matches.slice(0, 2);
  const sameCode = new Set(shown.map(targetCode)).size < shown.length;
  const more = listing.matches.length - shown.length;
  return (
    <div className="choices" role="group" aria-label={`Candidates for ${listing.sku}`}>
      {shown.map((target) => (
        <button key={targetKey(target)} type="button" title={[targetCode(target), targetName(target)].filter(Boolean).join(" · ")} onClick={() => onPick(target)}>
          <span className="second">
            <b>{sameCode ? tellsApart(target, shown) : (targetCode(target) ?? "no Code")}</b>
          </span>
          <span className="second">{[sameCode ? "" : tellsApart(target, shown), stockOf(target)].filter(Boolean).join(" · ")}</span>
        </button>
      ))}
      {more > 0 && (
        <span className="less" title="Alt+Down in the field lists them all">
          +{more}
        </span>
      )}
    </div>
  );
}

/** The part of its name that tells it from the others: the option with the size, or the product where that is the same. */
function tellsApart(target: Target, others: readonly Target[]): string {
  const own = ({ option, size }: Target) => [option.name, size?.name].filter(Boolean).join(" · ");
  const same = new Set(others.map(own)).size < others.length;
  return (same ? "" : own(target)) || target.product.name;
}

/** How many Omni has of a target, in words; empty where that is not known. */
export function stockOf(target: Target): string {
  const stock = (target.size ?? target.option).stock;
  return stock == null ? "" : `${Number(stock).toLocaleString()} left`;
}
