import { Button } from "@mantine/core";
import { IconPlus, IconUpload } from "@tabler/icons-react";
import { Link } from "wouter";
import { listingCount, type Integration } from "../../api/integrations";
import { fulfilmentLabels } from "../../api/fulfilment";
import { marketplaceName } from "../../api/marketplaces";
import { useRights } from "../../api/viewer";
import { toDo, useCatalogueAges, useWorkCounts } from "../../api/work";
import { counted } from "../../components/counted";
import { pageOf } from "../../components/current-integration";
import { When } from "../../components/timestamp";
import { Legend, StatusBar } from "./status-bar";

/** A row for each integration: how it stands, what is to do, how old its catalogues are; numbers lead to what they count. */
export function IntegrationTable({ integrations }: { integrations: readonly Integration[] }) {
  const { edits, manages } = useRights();
  return (
    <section className="panel" aria-labelledby="integrations">
      <header>
        <h2 id="integrations">Integrations</h2>
        <Legend />
        {edits && (
          <Button component={Link} href="/load" size="xs" variant="default" leftSection={<IconUpload size={14} aria-hidden />}>
            Load a file
          </Button>
        )}
        {manages && (
          <Button component={Link} href="/settings#new-integration" size="xs" variant="default" leftSection={<IconPlus size={14} aria-hidden />}>
            Add integration
          </Button>
        )}
      </header>
      <table className="integrations" role="table" aria-labelledby="integrations">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Integration</th>
            <th role="columnheader" scope="col" style={{ width: "17%" }}>Product Status</th>
            <th role="columnheader" scope="col" className="num" style={{ width: 72 }}>Mapped</th>
            <th role="columnheader" scope="col" className="num" style={{ width: 72 }}>To do</th>
            <th role="columnheader" scope="col" className="num" style={{ width: 100 }}>Omni read</th>
            <th role="columnheader" scope="col" className="num" style={{ width: 100 }}>Amazon read</th>
            <th role="columnheader" scope="col" className="num" style={{ width: 100 }}>Last import</th>
            <th role="columnheader" scope="col" className="num" style={{ width: 188 }}>Go to</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {integrations.map((integration) => (
            <Row key={integration.id} integration={integration} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ integration }: { integration: Integration }) {
  const { id, name, marketplaceId, fulfilment, lastImportAt, productsEnabled, productStatus } = integration;
  const counts = useWorkCounts(id);
  const ages = useCatalogueAges(id);
  const age = (at: string | null | undefined) => (at === undefined ? "…" : at === null ? "never" : <When at={at} ago />);
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className="full">
        <span className="line" title={name}>
          {name}
        </span>
        <span className="second">
          {counted(listingCount(integration), "listing")} · {marketplaceName(marketplaceId)}
          {fulfilment !== "ANY" && ` · ${fulfilmentLabels[fulfilment]}`}
          {!productsEnabled && " · Products is off"}
        </span>
      </th>
      <td role="cell" className="full">{counts ? <StatusBar integration={integration} counts={counts} /> : <span className="less">…</span>}</td>
      <td role="cell" className="num" data-label="Mapped">
        <Link href={pageOf(id, "mapped")} aria-label={`Mapped: ${productStatus.mapped.toLocaleString()}`}>
          {productStatus.mapped.toLocaleString()}
        </Link>
      </td>
      <td role="cell" className="num" data-label="To do">
        {counts ? (
          <Link href={pageOf(id, "work")} aria-label={`To do: ${toDo(counts).toLocaleString()}`} title={`To map ${counts.map.toLocaleString()}, partially mapped ${counts.partial.toLocaleString()}`}>
            {toDo(counts).toLocaleString()}
          </Link>
        ) : (
          "…"
        )}
      </td>
      <td role="cell" className="num less" data-label="Omni read">{age(ages?.omni)}</td>
      <td role="cell" className="num less" data-label="Amazon read">{age(ages?.amazon)}</td>
      <td role="cell" className="num less" data-label="Last import">{age(lastImportAt ?? null)}</td>
      <td role="cell" className="full">
        <div className="ways">
          <Link href={pageOf(id, "download")} className="small-button">Download Products</Link>
          <Link href={pageOf(id, "mapped")} className="small-button">View Mapped Products</Link>
        </div>
      </td>
    </tr>
  );
}
