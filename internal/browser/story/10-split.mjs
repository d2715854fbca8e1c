// The integration is split in Settings, after a look at what that would do; then one of the other part is refused beside it, and a load into one feeds both.
import assert from "node:assert/strict";
import { ask, args, visit } from "../visit.mjs";
import { name } from "./story.mjs";

const [listings] = args;
const parts = () => ask("{ integrations { name fulfilment } }").then(({ integrations }) => integrations.map(({ name, fulfilment }) => `${name}: ${fulfilment}`));
assert.deepEqual(await parts(), [`${name}: ANY`]);

await visit(async (page) => {
  await page.goto("/settings");
  const integration = page.getByRole("region", { name, exact: true });
  await integration.getByRole("button", { name: "Split into FBM and FBA" }).click();
  await integration.getByRole("button", { name: "See what it would do" }).click();
  await integration.getByText("55 listings would move").waitFor();
  assert.deepEqual(await parts(), [`${name}: ANY`]);
  await integration.getByRole("button", { name: "Split", exact: true }).click();
  const amazon = page.getByRole("region", { name: `${name} FBA` });
  await amazon.getByText("What Amazon sends (FBA)").waitFor();
  await integration.getByText("What you send (FBM)").waitFor();
  assert.deepEqual(await parts(), [`${name}: MERCHANT`, `${name} FBA: AMAZON`]);

  const made = page.getByRole("region", { name: "New integration" });
  await made.getByLabel("Name").fill("Once more");
  await made.getByLabel("Seller ID").fill("A0SAMPLESELLER");
  await made.getByRole("combobox", { name: "Marketplace" }).fill("United Kingdom");
  await page.getByRole("option", { name: "United Kingdom" }).click();
  await made.getByLabel("Listings").selectOption("AMAZON");
  await made.getByRole("button", { name: "Create integration" }).click();
  await made.getByText(/already has this seller, marketplace and fulfilment/).waitFor();

  await amazon.getByRole("link", { name: "Load a file" }).click();
  const load = page.getByRole("region", { name: `Listings of ${name} FBA` });
  await load.getByLabel("Amazon All Listings Report (tab-separated text)").setInputFiles(listings);
  await load.getByText(/Rows read: 2; refused: 1/).waitFor();
  await page.goto("/activity");
  await page.getByText("Split into FBM and FBA").first().waitFor();
});
