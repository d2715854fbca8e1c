import { ListSkeleton } from "../../components/list-skeleton";
import { Ages } from "../../components/ages";
import { useIntegration } from "../../components/integration";
import { NoIntegrationLine } from "../../components/no-integration";
import { PageTitle } from "../../components/page";
import { Problem } from "../../components/problem";
import { MappedProducts } from "./mapped-products";

/** Mapped products: looked through, searched and deleted. */
export default function Mapped() {
  const { id, integration, fetching, error, refresh } = useIntegration();
  return (
    <>
      <PageTitle tab="Mapped products" meta={<Ages integrationId={id} />}>
        Mapped products
      </PageTitle>
      {error && <Problem error={error} title="The integration could not be read" onRetry={refresh} />}
      {!error && !fetching && !integration && <NoIntegrationLine />}
      {integration && <MappedProducts key={id} integration={integration} />}
      {!integration && fetching && <ListSkeleton />}
    </>
  );
}
