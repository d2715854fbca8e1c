import { useQuery } from "urql";
import { openReasons, tabFilters, type WorkTab } from "../../api/work";
import { channels } from "../../components/channel";
import { ChoiceFilter, TextFilter } from "../../components/list/filter-bar";
import type { ListingFilter, UnmappableReason } from "../../gql/graphql";
import { WorkReasons } from "./documents";
import { reasonNames } from "../../components/reasons";

/** The names in the address that narrow the list beside the search. */
export const filterNames = ["reason", "channel", "family"] as const;

/** What the address narrows a part of the work list to. */
export function filterOf(tab: WorkTab, params: URLSearchParams): { filter: ListingFilter; narrowed: boolean } {
  const reason = tab === "map" ? openReasons.filter((one) => params.getAll("reason").includes(one)) : [];
  const channel = params.getAll("channel").flatMap((one) => channels[one as keyof typeof channels] ?? []);
  const search = params.get("search") ?? "";
  const family = params.get("family") ?? "";
  const filter: ListingFilter = { ...tabFilters[tab] };
  if (reason.length > 0) filter.reason = [...reason];
  if (channel.length > 0) filter.fulfillmentChannel = channel;
  if (search !== "") filter.search = search;
  if (family !== "") filter.familySku = family;
  return { filter, narrowed: reason.length + channel.length > 0 || search !== "" || family !== "" };
}

/** The filters of the bar; reasons have their numbers. */
export function WorkFilters({ integrationId, tab }: { integrationId: string; tab: WorkTab }) {
  return (
    <>
      {tab === "map" && <ReasonFilter integrationId={integrationId} />}
      <ChoiceFilter
        name="channel"
        label="Channel"
        options={[
          { value: "FBM", label: "FBM, you send it", text: "FBM" },
          { value: "FBA", label: "FBA, Amazon sends it", text: "FBA" },
        ]}
      />
      <TextFilter name="family" label="Family" description="The SKU that names it: the parent's, or a product's own" />
    </>
  );
}

function ReasonFilter({ integrationId }: { integrationId: string }) {
  const [{ data }] = useQuery({ query: WorkReasons, variables: { id: integrationId } });
  const label = (reason: UnmappableReason) => `${reasonNames[reason]} ${data ? data[reason as keyof Omit<typeof data, "__typename">].totalCount.toLocaleString() : "…"}`;
  return <ChoiceFilter name="reason" label="Reason" options={openReasons.map((reason) => ({ value: reason, label: label(reason), text: reasonNames[reason] }))} />;
}
