import { Alert, Anchor, Stack } from "@mantine/core";
import { Link, useSearchParams } from "wouter";
import { useIntegration } from "../../components/integration";
import { NoIntegrationLine } from "../../components/no-integration";
import { Problem } from "../../components/problem";
import { Sku } from "../../components/sku";
import { PageTitle } from "../../components/page";
import { Family } from "./family";
import { Start } from "./start";

/** Remap: the families that are mapped in part, or one family with what it is linked to. */
export default function Remap() {
  const { id, integration, fetching, error, refresh: again } = useIntegration();
  const [params, setParams] = useSearchParams();
  const family = params.get("family") ?? "";
  const product = params.get("product") ?? undefined;
  const sku = params.get("link");
  const link = sku === null ? undefined : { sku, code: params.get("code") ?? undefined };
  return (
    <Stack maw={1400} mx="auto">
      {family !== "" && (
        <Anchor component={Link} href={`/integrations/${id}/remap`} size="sm">
          ← Partially mapped products
        </Anchor>
      )}
      <PageTitle key={`title ${family}`} tab={family === "" ? "Remap" : `Remap ${family}`}>
        {family === "" ? `Remap${integration ? ` products of ${integration.name}` : ""}` : <>Remap <Sku>{family}</Sku></>}
      </PageTitle>
      {error && <Problem error={error} title="The integration could not be read" onRetry={again} />}
      {!error && !fetching && !integration && <NoIntegrationLine />}
      {integration && !integration.productsEnabled && (
        <Alert color="yellow" title="Products is turned off">
          Nothing can be remapped until it is turned on in the <Anchor component={Link} underline="always" href="/settings">settings</Anchor>.
        </Alert>
      )}
      {integration && family === "" && <Start integrationId={id} onFamily={(sku) => setParams({ family: sku })} />}
      {integration && family !== "" && (
        <Family key={family} integrationId={id} familySku={family} product={product} link={link} onProduct={(chosen) => setParams({ family, product: chosen }, { replace: true })} />
      )}
    </Stack>
  );
}
