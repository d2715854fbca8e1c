import { Anchor, Text } from "@mantine/core";
import { Link } from "wouter";
import type { WorkTab } from "../../api/work";
import { pageOf } from "../../components/current-integration";

const sentences: Record<WorkTab, string> = {
  map: "No product needs a hand: each one is mapped, can be imported, or waits for a remap.",
  partial: "No product is partially mapped.",
  parents: "No parent is left out: each has a mapping, or there is none.",
  ignored: "Nothing is ignored.",
};

/** Says that a part of the list has nothing, and where to go on. */
export function Empty({ tab, narrowed, integrationId }: { tab: WorkTab; narrowed: boolean; integrationId: string }) {
  return (
    <Text size="sm" py="xl" ta="center">
      {narrowed ? "Nothing here passes the search and the filters." : sentences[tab]}{" "}
      {!narrowed && tab === "map" && (
        <>
          See the{" "}
          <Anchor component={Link} href={pageOf(integrationId, "mapped")} inherit>
            mapped products
          </Anchor>
          , or{" "}
          <Anchor component={Link} href={pageOf(integrationId, "download")} inherit>
            import more
          </Anchor>
          .
        </>
      )}
    </Text>
  );
}
