import { Anchor, Stack } from "@mantine/core";
import { Link, Redirect, useSearchParams } from "wouter";
import { pageOf } from "../../components/current-integration";
import { useIntegration } from "../../components/integration";
import { NoIntegrationLine } from "../../components/no-integration";
import { PageTitle } from "../../components/page";
import { Problem } from "../../components/problem";
import { Sku } from "../../components/sku";
import { Family } from "./family";

/** Remap: a family with what it is linked to. Families that are mapped in part are found in the work list. */
export default function Remap() {
  const { id, integration, fetching, error, refresh: again } = useIntegration();
  const [params, setParams] = useSearchParams();
  const family = params.get("family") ?? "";
  const product = params.get("product") ?? undefined;
  const sku = params.get("link");
  const link = sku === null ? undefined : { sku, code: params.get("code") ?? undefined };
  const partial = pageOf(id, "work?tab=partial");
  if (family === "") return <Redirect replace to={partial} />;
  return (
    <Stack pt="md">
      <PageTitle key={`title ${family}`} tab={`Remap ${family}`}>
        Remap <Sku>{family}</Sku>
      </PageTitle>
      <Anchor component={Link} href={partial} size="sm">
        ← Partially mapped products
      </Anchor>
      {error && <Problem error={error} title="The integration could not be read" onRetry={again} />}
      {!error && !fetching && !integration && <NoIntegrationLine />}
      {integration && !integration.productsEnabled && (
        <p className="note warn">
          Products is turned off: nothing can be remapped until it is turned on in the{" "}
          <Anchor component={Link} href="/settings" inherit>
            settings
          </Anchor>
          .
        </p>
      )}
      {integration && <Family key={family} integrationId={id} familySku={family} product={product} link={link} onProduct={(chosen) => setParams({ family, product: chosen }, { replace: true })} />}
    </Stack>
  );
}
