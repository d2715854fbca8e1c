import { useDebouncedValue } from "@mantine/hooks";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useQuery } from "urql";
import { useLocation } from "wouter";
import { targetCode, targetKey, targetName } from "../../api/targets";
import { useRights } from "../../api/viewer";
import { graphql } from "../../gql";
import { pageOf, useCurrentIntegration } from "../current-integration";
import { Dialog } from "../dialog";
import { Sku } from "../sku";
import { type Place, placesFor } from "./places";

const FindAnything = graphql(`
  query FindAnything($integrationId: ID!, $search: String!) {
    amazonListings(integrationId: $integrationId, filter: { search: $search }, first: 6) {
      nodes {
        id
        sku
        title
        status
      }
    }
    omniTargets(search: $search, first: 6) {
      ...TargetFields
    }
  }
`);

type Group = { name: string; places: Place[] };

/** Finds a listing, an Omni item, a page or an action, and goes there. */
export default function FindDialog({ onClose }: { onClose: () => void }) {
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const groups = useGroups(typed);
  const all = groups.flatMap((group) => group.places);
  useEffect(() => setAt(0), [typed]);
  const go = (place: Place | undefined) => {
    if (!place) return;
    onClose();
    navigate(place.href);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, all.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter" && !event.nativeEvent.isComposing) go(all[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog label="Search" className="palette-box" onClose={onClose}>
      <input
        className="palette-field"
        role="combobox"
        aria-label="SKU, ASIN, Code, page or action"
        aria-expanded
        aria-controls="palette"
        aria-activedescendant={all[at] && `palette-${at}`}
        placeholder="SKU, ASIN, Code, page or action"
        value={typed}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <div className="palette" id="palette" role="listbox" aria-label="Found">
        {groups.map((group) => (
          <div key={group.name} role="group" aria-label={group.name}>
            <h3 aria-hidden>{group.name}</h3>
            {group.places.map((place) => (
              <Choice key={place.key} place={place} at={all.indexOf(place)} selected={all[at] === place} onPick={() => go(place)} />
            ))}
          </div>
        ))}
      </div>
    </Dialog>
  );
}

function Choice({ place, at, selected, onPick }: { place: Place; at: number; selected: boolean; onPick: () => void }) {
  return (
    <div role="option" id={`palette-${at}`} aria-selected={selected} onClick={onPick} ref={(element) => {
        if (selected) element?.scrollIntoView({ block: "nearest" });
      }}>
      {place.sku ? <Sku>{place.label}</Sku> : <span>{place.label}</span>}
      <span>{place.about}</span>
    </div>
  );
}

function useGroups(typed: string): Group[] {
  const { current } = useCurrentIntegration();
  const rights = useRights();
  const [search] = useDebouncedValue(typed.trim(), 150);
  const integrationId = current?.id ?? "";
  const [{ data }] = useQuery({ query: FindAnything, variables: { integrationId, search }, pause: search === "" || !current });
  const pages: Group = { name: "Pages and actions", places: placesFor(typed, current?.id, rights) };
  if (search === "" || typed.trim() === "" || !data) return [pages];
  const listings = data.amazonListings.nodes.map((one) => ({ key: one.id, label: one.sku, about: one.title, sku: true, href: placeOf(integrationId, one.sku, one.status) }));
  const items = data.omniTargets.map((one) => {
    const code = targetCode(one) ?? targetName(one);
    return { key: targetKey(one), label: code, about: targetName(one), sku: true, href: pageOf(integrationId, `mapped?search=${encodeURIComponent(code)}`) };
  });
  return [{ name: "Listings", places: listings }, { name: "Omni items", places: items }, pages].filter((group) => group.places.length > 0);
}

/** The list that has a listing, with its drawer open. */
function placeOf(integrationId: string, sku: string, status: string): string {
  const query = new URLSearchParams({ search: sku, listing: sku });
  if (status === "MAPPED") return pageOf(integrationId, `mapped?${query}`);
  if (status === "PARTIALLY_MAPPED") query.set("tab", "partial");
  return pageOf(integrationId, `work?${query}`);
}
