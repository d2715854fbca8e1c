import { ChoiceFilter, TextFilter } from "../../components/list/filter-bar";
import { levelName } from "../../components/target-view";
import type { MappingFilter } from "../../gql/graphql";
import { sourceNames } from "./row";

/** The names in the address that narrow the list beside the search. */
export const filterNames = ["level", "source", "family"] as const;

const levels = ["PRODUCT", "PRODUCT_OPTION", "SIZE_OPTION"] as const;
const sources = ["IMPORT", "CUSTOM", "DOWNLOAD"] as const;

/** What the address narrows the list to. */
export function filterOf(params: URLSearchParams): { filter: MappingFilter; narrowed: boolean } {
  const filter = {
    search: params.get("search") || null,
    level: levels.find((level) => level === params.get("level")) ?? null,
    source: sources.find((source) => source === params.get("source")) ?? null,
    familySku: params.get("family") || null,
  };
  return { filter, narrowed: Object.values(filter).some((value) => value !== null) };
}

/** The filters of the bar. */
export function MappedFilters() {
  return (
    <>
      <ChoiceFilter single name="level" label="Level" options={levels.map((value) => ({ value, label: levelName(value) }))} />
      <ChoiceFilter single name="source" label="Source" options={sources.map((value) => ({ value, label: sourceNames[value] }))} />
      <TextFilter name="family" label="Family" description="The SKU that names it: the parent's, or a product's own" />
    </>
  );
}
