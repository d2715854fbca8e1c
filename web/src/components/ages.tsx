import { useCatalogueAges } from "../api/work";
import { When } from "./timestamp";

/** How old both catalogues of an integration are, for the top bar. */
export function Ages({ integrationId }: { integrationId: string }) {
  const ages = useCatalogueAges(integrationId);
  if (!ages) return null;
  return (
    <>
      Omni {ages.omni ? <>read <When at={ages.omni} ago /></> : "not loaded"} · Amazon {ages.amazon ? <>read <When at={ages.amazon} ago /></> : "not loaded"}
    </>
  );
}
