// GraphiQL explores the API: its examples run, and a typed query is completed and run.
import assert from "node:assert/strict";
import { ask, sampleIntegration, settled, visit } from "./visit.mjs";

const integration = await sampleIntegration();

await visit(async (page) => {
  await page.goto("/playground");
  await settled(page);
  const result = page.getByRole("region", { name: "Result Window" });
  const open = async (tab) => {
    await page.getByRole("tab", { name: tab }).getByRole("button", { name: tab }).click();
    await page.getByRole("region", { name: "Variables" }).getByText('"integration"').waitFor();
  };
  const run = () => page.getByRole("button", { name: /^Execute query/ }).click();
  // says waits until the result has all the words, of which the editor makes pieces.
  const says = async (...words) => {
    for (const word of words) await result.getByText(word, { exact: true }).first().waitFor();
  };

  await run();
  await says('"Amazon UK (sample)"', '"importPreview"', "131");

  await open("CustomMappings");
  await run();
  await says('"productOptionsMapped"', '"UNKNOWN_SKU"');

  await open("Batch");
  await run();
  await says('"turnOn"', '"importNew"', '"mappingsCreated"');

  await open("Watch");
  await run();
  // No event arrives before the stream is open, so one is caused again until it is seen.
  const seen = says('"DELETE_ALL"', '"SUCCEEDED"').then(() => true);
  while (!(await Promise.race([seen, page.waitForTimeout(200).then(() => false)]))) {
    const { deleteAllMappings } = await ask("mutation($id: ID!) { deleteAllMappings(input: {integrationId: $id, confirm: \"Amazon UK (sample)\"}) { userErrors { message } } }", { id: integration });
    assert.deepEqual(deleteAllMappings.userErrors, []);
  }
  await page.getByRole("button", { name: /^Stop query/ }).click();

  await open("Import");
  await run();
  await says('"mappingsCreated"', "131");

  await page.getByRole("button", { name: "New tab" }).click();
  await page.getByRole("region", { name: "Operation Editor" }).getByRole("textbox").focus();
  await page.keyboard.type("{integrat");
  await page.getByRole("option", { name: /^integrations/ }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.type("{name lastImp");
  await page.getByRole("option", { name: /^lastImportAt/ }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+Enter");
  await says('"Amazon UK (sample)"', '"lastImportAt"');

  // The documentation is the schema's own.
  await page.getByRole("button", { name: "Show Documentation Explorer" }).click();
  await page.getByRole("link", { name: "Mutation", exact: true }).click();
  await page.getByRole("link", { name: "importProducts", exact: true }).waitFor();
});
