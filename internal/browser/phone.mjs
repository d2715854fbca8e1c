// The work list is worked through on a phone: a listing is found, looked at, mapped by a Code, and that is undone; others are chosen,
// and ignored.
import assert from "node:assert/strict";
import { ask, settled, visit } from "./visit.mjs";

const statuses = async () => Object.values((await ask("{ integrations { productStatus { mapped unmappable ignored } } }")).integrations[0].productStatus).join(" ");
const before = await statuses();

await visit(
  async (page) => {
    const done = (text) => page.getByRole("status", { name: "Done" }).getByText(text).waitFor();
    const narrow = async () => assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, "the page is wider than its window");
    await page.goto("/");
    await settled(page);
    await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Work" }).click();
    await page.getByRole("searchbox", { name: "Search" }).fill("IM-SCREW-4X40-BOX");
    const card = page.getByRole("row", { name: /^Select IM-SCREW-4X40-BOX/ });
    await page.getByText("1 to 1 of 1 listing").waitFor();
    await narrow();

    await card.getByRole("button", { name: "Details of IM-SCREW-4X40-BOX" }).click();
    const drawer = page.getByRole("complementary", { name: "IM-SCREW-4X40-BOX" });
    await drawer.getByText("Nothing in Omni has this SKU as its Code or Barcode.").waitFor();
    await narrow();
    await drawer.getByRole("button", { name: "Close the details" }).click();

    await card.getByRole("combobox", { name: "Cin7 Code for IM-SCREW-4X40-BOX" }).fill("im-screw-4x40");
    await page.getByRole("option", { name: /IM-SCREW-4X40/ }).first().click();
    await page.getByRole("button", { name: "Map 1 as typed" }).click();
    await done("1 product is mapped.");
    assert.notEqual(await statuses(), before);
    await page.getByRole("button", { name: "Undo" }).click();
    await done("Everything is as before.");
    assert.equal(await statuses(), before);

    await page.getByRole("searchbox", { name: "Search" }).fill("FM-CAP-AMZ");
    await page.getByText("1 to 3 of 3 listings").waitFor();
    await page.getByRole("checkbox", { name: "Select FM-CAP-AMZ-BLK" }).check();
    await page.getByRole("button", { name: "Select all 3 that match" }).click();
    await page.getByRole("button", { name: "Ignore…" }).click();
    await page.getByRole("region", { name: "Ignore 3 listings" }).getByRole("button", { name: "Ignore", exact: true }).click();
    await done("3 listings ignored.");
    await page.getByRole("button", { name: "Undo" }).click();
    await done("3 listings not ignored any more.");
    assert.equal(await statuses(), before);

    // What is needed seldom is behind More.
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("link", { name: "Custom Mappings" }).click();
    await page.getByRole("heading", { name: "Custom Mappings", level: 1 }).waitFor();
    await settled(page);
    await narrow();
  },
  { width: 390, height: 844 },
);
