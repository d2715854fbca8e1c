// Five tasks of the trade, by the keyboard alone, each in so many keys: 37 listings are mapped by a pasted column, what is safe is
// remapped, a family is ignored, all new products are downloaded, and the integration is split. All but the last are undone.
import assert from "node:assert/strict";
import { ask, sampleIntegration, settled, visit } from "./visit.mjs";

const id = await sampleIntegration();
const pasted = 37;
const codes = Array.from({ length: pasted }, (_, i) => `BY-HAND-${i + 1}`);

/** The numbers of listings by status. */
const statuses = async () => Object.values((await ask("{ integrations { productStatus { mapped partiallyMapped mappable unmappable ignored } } }")).integrations[0].productStatus).join(" ");

// Omni has what is mapped by hand, and a link is gone that a remap makes again.
await ask("mutation($products: [OmniProductInput!]!) { upsertOmniProducts(input: { products: $products }) { userErrors { message } } }", { products: codes.map((code) => ({ reference: code, code, name: `By hand ${code}` })) });
const { amazonListing } = await ask(`query($id: ID!) { amazonListing(integrationId: $id, sku: "WR-PLATE/SAGE") { mapping { id } } }`, { id });
await ask("mutation($id: ID!, $ids: [ID!]!) { deleteMappings(input: { integrationId: $id, ids: $ids }) { deleted } }", { id, ids: [amazonListing.mapping.id] });
const before = await statuses();

await visit(async (page) => {
  let keys = 0;
  const press = async (...names) => {
    for (const name of names) {
      keys++;
      await page.keyboard.press(name);
    }
  };
  const type = async (text) => {
    keys += text.length;
    await page.keyboard.type(text);
  };
  /** Goes on with Tab to what is called so. */
  const tabTo = async (name) => {
    for (let i = 0; i < 60; i++) {
      const focused = await page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent?.trim() ?? "");
      if (name.test(focused)) return;
      await press("Tab");
    }
    throw new Error(`the keyboard does not get to ${name}`);
  };
  /** Goes somewhere, or does something, by the search over everything. */
  const find = async (words) => {
    await press("Control+k");
    await page.getByRole("combobox", { name: "SKU, ASIN, Code, page or action" }).waitFor();
    await type(words);
    await press("Enter");
  };
  const done = (text) => page.getByRole("status", { name: "Done" }).getByText(text).waitFor();
  const undo = async () => {
    await press("z");
    await done(/^(Everything is as before\.|\d+ listings? not ignored any more\.)$/);
    assert.equal(await statuses(), before, "everything is as before");
  };
  const task = async (name, most, run) => {
    keys = 0;
    await run();
    assert.ok(keys <= most, `${name} takes ${keys} keys, more than ${most}`);
    console.log(`${name}: ${keys} keys`);
  };

  await page.goto("/");
  await settled(page);
  await task("map 37 by a pasted column, and undo it", 30, async () => {
    await press("g", "w");
    await page.locator("[data-row]").first().waitFor();
    await press("j", "e");
    await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", text);
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, codes.join("\n"));
    keys++;
    await page.getByText(`${pasted} rows edited`, { exact: true }).waitFor();
    await page.getByText("Checking…").first().waitFor({ state: "hidden" });
    await press("Control+Enter");
    await done(`${pasted} products are mapped.`);
    assert.match(await statuses(), new RegExp(`^${Number(before.split(" ")[0]) + pasted} `));
    await press("Escape");
    await undo();
  });

  await task("remap all that is safe, and undo it", 40, async () => {
    await find("remap what");
    await page.getByText(/^1 set would be remapped: 1 created/).waitFor();
    await tabTo(/^Remap 1 set$/);
    await press("Enter");
    await done("Remapped 1 set: 1 new link.");
    await undo();
  });

  await task("ignore a family, and undo it", 60, async () => {
    await press("g", "w");
    await page.locator("[data-row]").first().waitFor();
    await press("/");
    await type("FM-CAP-AMZ");
    await page.getByText("1 to 3 of 3 listings").waitFor();
    await press("Enter", "Control+a", "i");
    await page.getByRole("region", { name: "Ignore 3 listings" }).waitFor();
    await type("not ours");
    await tabTo(/^Ignore$/);
    await press("Enter");
    await done("3 listings ignored.");
    await undo();
  });

  await task("download all new products, and undo it", 40, async () => {
    await find("download all");
    await page.getByText(/^\d+ families can be downloaded/).waitFor();
    await tabTo(/^Download \d+ families$/);
    await press("Enter");
    await done(/^\d+ new Omni products: \d+ listings mapped\.$/);
    await undo();
  });

  await task("split the integration, after its dry run", 60, async () => {
    await press("g", "s");
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    await tabTo(/^Split into FBM and FBA$/);
    await press("Enter");
    await tabTo(/^See what it would do$/);
    await press("Enter");
    await page.getByText("55 listings would move").waitFor();
    await tabTo(/^Split$/);
    await press("Enter");
    await done(/has what Amazon sends now: 55 listings\.$/);
  });
});
