// Unmapped products are searched; a family that Omni lacks is downloaded as a new product.
import assert from "node:assert/strict";
import { visit } from "../visit.mjs";
import { open, standing } from "./story.mjs";

await visit(async (page) => {
  await open(page, /^Unmapped products/);
  await page.getByText("51 unmapped products").waitFor();
  await page.getByRole("searchbox", { name: "Search" }).fill("FM-CAP-AMZ");
  await page.getByRole("button", { name: "Download as new product: FM-CAP-AMZ" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Download as new product" });
  await dialog.getByRole("button", { name: "Download as new product" }).click();
  await page.getByText("FM-CAP-AMZ is an Omni product now: 3 listings are mapped to it.").waitFor();
});
assert.match(await standing(), /^135 /);
