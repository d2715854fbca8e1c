import { Anchor } from "@mantine/core";
import { Link } from "wouter";
import { type Integration } from "../../api/integrations";
import { tabNames, useWorkCounts, type WorkTab, workTabs } from "../../api/work";
import { Ages } from "../../components/ages";
import { counted } from "../../components/counted";
import { pageOf } from "../../components/current-integration";
import { useIntegration } from "../../components/integration";
import { useAddress } from "../../components/list/address";
import { Tabs } from "../../components/list/tabs";
import { LookOnly } from "../../components/look-only";
import { NoIntegrationLine } from "../../components/no-integration";
import { PageTitle } from "../../components/page";
import { Problem } from "../../components/problem";
import { WorkList } from "./work-list";

/** The work list: every listing that is not mapped, why, and what can be done about it. */
export default function Work() {
  const { id, integration, fetching, error, refresh } = useIntegration();
  const { params } = useAddress();
  const tab = workTabs.find((one) => one === params.get("tab")) ?? "map";
  const counts = useWorkCounts(id);
  return (
    <>
      <PageTitle tab="Work list" meta={<Ages integrationId={id} />}>
        Work list
      </PageTitle>
      {error && <Problem error={error} title="The integration could not be read" onRetry={refresh} />}
      {!error && !fetching && !integration && <NoIntegrationLine />}
      {!error && (fetching || integration) && (
        <>
          <Tabs label="Parts of the work list" active={tab} tabs={workTabs.map((one) => ({ key: one, label: tabNames[one], href: addressOf(id, one), count: counts?.[one] }))} />
          {integration && <Notes integration={integration} />}
          <LookOnly>Nothing can be mapped with your key.</LookOnly>
          <WorkList key={`${id} ${tab}`} integrationId={id} tab={tab} integration={integration} onChanged={refresh} />
        </>
      )}
    </>
  );
}

function addressOf(id: string, tab: WorkTab): string {
  return pageOf(id, tab === "map" ? "work" : `work?tab=${tab}`);
}

/** What goes before work by hand. */
function Notes({ integration: { id, productsEnabled, productStatus } }: { integration: Integration }) {
  const { mappable } = productStatus;
  return (
    <>
      {!productsEnabled && (
        <p className="note warn">
          Products is turned off: nothing can be mapped until it is turned on in the{" "}
          <Anchor component={Link} href="/settings" inherit>
            settings
          </Anchor>
          .
        </p>
      )}
      {mappable > 0 && (
        <p className="note">
          {counted(mappable, "more can be mapped by itself", "more can be mapped by themselves")}:{" "}
          <Anchor component={Link} href={pageOf(id, "download")} inherit>
            import {mappable === 1 ? "it" : "them"}
          </Anchor>
          .
        </p>
      )}
    </>
  );
}
