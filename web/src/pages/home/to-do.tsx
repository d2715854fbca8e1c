import { Button } from "@mantine/core";
import { Link } from "wouter";
import type { Integration } from "../../api/integrations";
import { money } from "../../api/marketplaces";
import { useRights } from "../../api/viewer";
import { type Counts, useWorkCounts } from "../../api/work";
import { counted } from "../../components/counted";
import { pageOf } from "../../components/current-integration";
import { Sign, type SignName } from "../../components/sign";

type Step = { key: string; sign: SignName; title: string; about: string; amount?: string; amountOf?: string; href: string; label: string };

/** What is to do in each integration, the next step first. It has the page's one primary button. */
export function ToDo({ integrations }: { integrations: readonly Integration[] }) {
  const { edits } = useRights();
  if (!edits) return null;
  return (
    <section className="panel" aria-labelledby="to-do">
      <header>
        <h2 id="to-do">To do</h2>
      </header>
      <ul className="to-do">
        {integrations.map((integration, at) => (
          <Steps key={integration.id} integration={integration} first={at === 0} />
        ))}
      </ul>
    </section>
  );
}

function Steps({ integration, first }: { integration: Integration; first: boolean }) {
  const counts = useWorkCounts(integration.id);
  if (!counts) return null;
  const steps = stepsOf(integration, counts);
  if (steps.length === 0) {
    return (
      <li>
        <Sign name="done">{""}</Sign>
        <div>
          <b>Nothing to do</b>
          <div className="less">Every listing is mapped, ignored, or a parent.</div>
        </div>
        <span className="less where">{integration.name}</span>
      </li>
    );
  }
  return steps.map((step, at) => (
    <li key={step.key}>
      <Sign name={step.sign}>{""}</Sign>
      <div>
        <div style={{ fontWeight: 500 }}>{step.title}</div>
        <div className="less">{step.about}</div>
      </div>
      <span className="less where">{integration.name}</span>
      <span className="end">
        {step.amount && (
          <>
            <span style={{ fontWeight: 600 }}>{step.amount}</span>
            <span className="second">{step.amountOf}</span>
          </>
        )}
      </span>
      <span className="button">
        <Button component={Link} href={step.href} variant={first && at === 0 ? "filled" : "default"}>
          {step.label}
        </Button>
      </span>
    </li>
  ));
}

function stepsOf({ id, productsEnabled, productStatus, unmappedStock, marketplaceId }: Integration, { map, partial }: Counts): Step[] {
  const steps: Step[] = [];
  const { mappable } = productStatus;
  if (!productsEnabled) steps.push({ key: "off", sign: "warn", title: "Products is off", about: "Nothing can be mapped until it is turned on.", href: "/settings", label: "Turn it on" });
  if (mappable > 0) {
    steps.push({ key: "import", sign: "few", title: `Can be mapped by an import: ${counted(mappable, "listing")}`, about: "Their SKU names one item in Omni that is free.", href: pageOf(id, "download"), label: `Import ${mappable.toLocaleString()}` });
  }
  if (map > 0) {
    steps.push({ key: "map", sign: "none", title: `To map by hand: ${counted(map, "listing")}`, about: "Each with the reason why an import cannot map it.", href: pageOf(id, "work"), label: `Map ${map.toLocaleString()}` });
  }
  if (partial > 0) {
    steps.push({ key: "partial", sign: "part", title: `Partially mapped: ${counted(partial, "listing")}`, about: "Others of their families are mapped, so that a remap or a link by hand is needed.", href: pageOf(id, "work?tab=partial"), label: `See the ${partial.toLocaleString()}` });
  }
  // Whatever is not mapped counts, so that it stands at the next step.
  if (steps[0] && unmappedStock.listings > 0) Object.assign(steps[0], { amount: money(unmappedStock.value, marketplaceId), amountOf: "in stock, not mapped" });
  return steps;
}
