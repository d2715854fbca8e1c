// Both catalogues are loaded again, with something new in each; what is new is imported by itself.
import assert from "node:assert/strict";
import { args, visit } from "../visit.mjs";
import { figure, name, open, statuses } from "./story.mjs";

const [products, listings] = args;
const before = await statuses();

await visit(async (page) => {
  await page.goto("/load");
  const omni = page.getByRole("region", { name: "Omni catalogue" });
  await omni.getByLabel("Cin7 Omni products export (CSV or JSON)").setInputFiles(products);
  await omni.getByText("Rows read: 1; new: 1.").waitFor();

  const amazon = page.getByRole("region", { name: `Listings of ${name}` });
  await amazon.getByLabel("Amazon All Listings Report (tab-separated text)").setInputFiles(listings);
  await amazon.getByText("Rows read: 2; new: 1, refused: 1.").waitFor();
  await amazon.getByRole("row", { name: /^3 OH-TRAY-L\b.*"nine" is not a number/ }).waitFor();

  await page.getByRole("link", { name: "Settings" }).click();
  const integration = page.getByRole("region", { name, exact: true });
  // The marketplace is chosen by its country, and mended.
  await integration.getByText("Seller A0SAMPLESELLER, United Kingdom;").waitFor();
  for (const [country, shown] of [["Ireland", "Ireland"], ["United Kingdom", "United Kingdom"]]) {
    await integration.getByRole("button", { name: "Seller and marketplace" }).click();
    await integration.getByRole("combobox", { name: "Marketplace" }).click();
    await page.getByRole("option", { name: country }).click();
    await integration.getByRole("button", { name: "Change" }).click();
    await integration.getByText(`Seller A0SAMPLESELLER, ${shown};`).waitFor();
    await integration.getByRole("button", { name: "Seller and marketplace" }).click();
  }

  await open(page, "Download Products");
  await page.getByRole("radio", { name: "Import Products Created Since Last Import" }).check();
  await figure(page, "Mappable", 1);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByRole("heading", { name: "Summary" }).waitFor();
  await figure(page, "Mappings created", 1);
});
const mapped = (text) => Number(text.split(" ")[0]);
assert.equal(mapped(await statuses()), mapped(before) + 1);
