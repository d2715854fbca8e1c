// From an empty server: the sample is loaded, and what it matches is imported.
import assert from "node:assert/strict";
import { visit } from "../visit.mjs";
import { figure, open, rowOnHome, statuses } from "./story.mjs";

await visit(async (page) => {
  await page.goto("/");
  await page.getByRole("button", { name: "Try it with the sample" }).click();
  const row = rowOnHome(page);
  await row.getByRole("img", { name: /^Product Status: Mapped 0;/ }).waitFor();
  // What is to do next is the one primary button.
  await page.getByRole("link", { name: "Import 131" }).waitFor();

  await row.getByRole("link", { name: "Download Products" }).click();
  await page.getByRole("heading", { name: "Download Products", level: 1 }).waitFor();
  await page.getByRole("radio", { name: "Import All Products" }).check();
  await figure(page, "Unmapped products", 208);
  await figure(page, "Mappable", 131);
  await figure(page, "Unmappable", 77);
  await page.getByRole("button", { name: "Next" }).click();

  await page.getByRole("heading", { name: "Summary" }).waitFor();
  await figure(page, "Unmapped products found", 208);
  await figure(page, "Existing Price Options Linked", 98);
  await figure(page, "Existing Size Options Linked", 33);
  await figure(page, "Left partially mapped, with parents", 25);
  await figure(page, "Left unmappable, with parents", 52);
  // A reload shows the same summary.
  await page.reload();
  await figure(page, "Existing Price Options Linked", 98);
  await page.getByRole("link", { name: "Next" }).click();
  await page.getByRole("heading", { name: "Custom Mappings", level: 1 }).waitFor();

  await open(page, "View Mapped Products");
  await page.getByText("131 mapped products").waitFor();

  // Activity has the same numbers, and the names of the files.
  await page.getByRole("link", { name: "Activity" }).click();
  const imported = page.getByRole("row", { name: /Import of products/ });
  await imported.getByText("Left partially mapped, with parents: 25").waitFor();
  await imported.getByText("Left unmappable, with parents: 52").waitFor();
  await page.getByRole("row", { name: /Load of Omni products/ }).getByText("omni-products.csv").waitFor();
  await page.getByRole("row", { name: /Load of Amazon listings/ }).getByText("amazon-listings.txt").waitFor();
  await page.getByText("3 operations in all").waitFor();
  assert.equal(await page.getByRole("button", { name: /Refused rows/ }).count(), 0, "no row was refused");
});
assert.equal(await statuses(), "131 25 0 52");
