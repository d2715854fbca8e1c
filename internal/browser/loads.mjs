// Files that would remove too much, and one with a row that cannot be read, are loaded.
import assert from "node:assert/strict";
import { ask, sampleIntegration, visit } from "./visit.mjs";

const id = await sampleIntegration();
await ask("mutation ($id: ID!) { importProducts(input: {integrationId: $id}) { summary { mappingsCreated } } }", { id });
const mapped = async () => (await ask("{ integrations { productStatus { mapped } } }")).integrations[0].productStatus.mapped;
const before = await mapped();
const products = (await ask("{ omniProducts(first: 60) { nodes { reference code } } }")).omniProducts.nodes;
const file = (text) => ({ name: "products.csv", mimeType: "text/csv", buffer: Buffer.from(`Product ID,Style Code,Code\n${text}`) });

await visit(async (page) => {
  await page.goto("/load");
  const omni = page.getByRole("region", { name: "Omni catalogue" });
  const load = (text) => omni.getByLabel("Cin7 Omni products export (CSV or JSON)").setInputFiles(file(text));

  // Other Codes: the options that are known, and their mappings, would go.
  await load(products.map((p) => `${p.reference},${p.code},${p.code}-NEW\n`).join(""));
  await omni.getByText("Nothing was loaded: are these mappings really to go?").waitFor();
  await omni.getByText(/would delete \d+ of the \d+ mappings.* confirm it \(“Delete these mappings”, below\)/).waitFor();
  assert.equal(await omni.getByText("allowShrink").count(), 0, "the API's words");
  const confirm = omni.getByRole("button", { name: "Load, and delete the mappings" });
  assert.ok(await confirm.isDisabled());
  await omni.getByRole("button", { name: "Cancel" }).click();

  // A whole catalogue of one product.
  await omni.getByLabel("The file is the whole catalogue").check();
  await load("new,NEW-1,NEW-1\n");
  await omni.getByText("Nothing was loaded: is this really the whole catalogue?").waitFor();
  await omni.getByText(/confirm that \(“Remove the Omni products that the file lacks/).waitFor();
  await omni.getByRole("button", { name: "Cancel" }).click();

  // A row that cannot be read: nothing is removed.
  await load('new,NEW-1,NEW-1\n7,9" nail,N-9\n');
  await omni.getByText("Rows read: 2; new: 1, refused: 1. Nothing was removed").waitFor();
  assert.equal(await mapped(), before, "no mapping is gone");

  // The mappings go when that is confirmed.
  await omni.getByLabel("The file is the whole catalogue").uncheck();
  await load(products.map((p) => `${p.reference},${p.code},${p.code}-NEW\n`).join(""));
  await omni.getByLabel("Delete these mappings").check();
  await confirm.click();
  await omni.getByText(/mappings deleted: \d+/).waitFor();
});
assert.ok((await mapped()) < before);
