import { pageOf } from "../current-integration";

/** Where a choice leads. */
export type Place = { key: string; label: string; about: string; href: string; sku?: boolean; needs?: "edits" | "manages" };

const everywhere: readonly Place[] = [
  { key: "home", label: "Home", about: "Page", href: "/" },
  { key: "activity", label: "Activity", about: "Page", href: "/activity" },
  { key: "load", label: "Load a file", about: "Action", href: "/load", needs: "edits" },
  { key: "settings", label: "Settings", about: "Page", href: "/settings" },
  { key: "add", label: "Add integration", about: "Action", href: "/settings#new-integration", needs: "manages" },
];

const ofIntegration: readonly [page: string, label: string, about: string, needs?: "edits"][] = [
  ["work", "Work list: To map", "Page"],
  ["work?tab=partial", "Partially mapped", "Page"],
  ["work?tab=ignored", "Ignored", "Page"],
  ["mapped", "Mapped: View Mapped Products", "Page"],
  ["download", "Download Products: import", "Action"],
  ["custom-mappings", "Custom Mappings: spreadsheet", "Action"],
  ["work?tab=partial&do=remap", "Remap what is safe", "Action", "edits"],
  ["work?do=download", "Download all new products", "Action", "edits"],
];

/** Pages and actions that have the typed words, in any order, and that the key may use. */
export function placesFor(typed: string, integrationId: string | undefined, rights: { edits: boolean; manages: boolean }): Place[] {
  const own = integrationId === undefined ? [] : ofIntegration.map(([page, label, about, needs]): Place => ({ key: page, label, about, needs, href: pageOf(integrationId, page) }));
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return [...own, ...everywhere].filter(({ label, needs }) => (!needs || rights[needs]) && words.every((word) => label.toLowerCase().includes(word))).slice(0, 8);
}
