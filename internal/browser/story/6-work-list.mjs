// The work list is searched; a family that Omni lacks is downloaded as a new product.
import assert from "node:assert/strict";
import { visit } from "../visit.mjs";
import { openWork, statuses, toast } from "./story.mjs";

await visit(async (page) => {
  assert.equal(await openWork(page), 48, "parents need nothing");
  await page.getByText("1 to 48 of 48 listings").waitFor();
  await page.getByRole("searchbox", { name: "Search" }).fill("FM-CAP-AMZ");
  await page.getByText("1 to 3 of 3 listings").waitFor();
  await page.getByRole("button", { name: "Download as new product: FM-CAP-AMZ" }).first().click();
  const panel = page.getByRole("region", { name: "Download as new products" });
  await panel.getByText(/^1 family can be downloaded\. That makes an Omni product of each, and maps 3 listings at once\./).waitFor();
  await panel.getByRole("button", { name: "Download 1 family" }).click();
  await toast(page).getByText("1 new Omni product: 3 listings mapped.").waitFor();
});
assert.match(await statuses(), /^135 /);

// Codes are typed, one of them wrong: the good one is applied by keyboard, and the other stays with the reason.
await visit(async (page) => {
  await openWork(page);
  await page.getByRole("combobox", { name: /^Cin7 Code for / }).first().waitFor();
  await page.getByRole("combobox", { name: "Cin7 Code for 2801885590499" }).fill("no such Code");
  const field = page.getByRole("combobox", { name: "Cin7 Code for IM-SCREW-4X40-BOX" });
  await field.fill("im-screw-4x40");
  await page.getByRole("option").first().waitFor();
  await field.press("Enter");
  await page.keyboard.press("Control+Enter");
  await page.getByText("1 product is mapped. 1 was refused: the reason stands at the row.").waitFor();
  await page.getByRole("row", { name: /2801885590499/ }).getByText(/unknown|no such|Nothing in Omni/i).first().waitFor();
});
assert.match(await statuses(), /^136 /);

// A column copied from a spreadsheet fills the rows from the field down, and is cleared again.
await visit(async (page) => {
  await openWork(page);
  const field = page.getByRole("combobox", { name: /^Cin7 Code for / }).first();
  await field.focus();
  await field.evaluate((input) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "A-1\r\n\r\nA-3\r\n");
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.getByText(/^2 Codes filled in, down to /).waitFor();
  await page.getByText("2 rows edited, 2 of them would be refused").waitFor();
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("region", { name: "Edited rows" }).waitFor({ state: "hidden" });
});
assert.match(await statuses(), /^136 /);

// An item that another listing holds: a remap would leave it so, which is said. The two are swapped, and swapped back.
await visit(async (page) => {
  await openWork(page);
  await page.getByRole("searchbox", { name: "Search" }).fill("VR-CARAFE");
  await page.getByText("1 to 1 of 1 listing").waitFor();
  const row = page.getByRole("row", { name: /^Select VR-CARAFE / });
  await row.getByText("by VR-CARAFE-0.5").waitFor();
  // The drawer has the sentence.
  await row.getByRole("button", { name: "Details of VR-CARAFE" }).click();
  await page.getByRole("complementary", { name: "VR-CARAFE" }).getByText(/held by VR-CARAFE-0.5 \(FBM, you send it\). A remap creates nothing/).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("complementary").waitFor({ state: "hidden" });
  assert.equal(await page.getByRole("link", { name: /^Remap it/ }).count(), 0, "no remap is offered that creates nothing");
  await row.getByRole("link", { name: "Swap: link VR-CARAFE instead of VR-CARAFE-0.5" }).click();
  await page.getByRole("button", { name: "Remap: 1 new link, 1 former link gone" }).click();
  await page.getByText("Remapped: 1 new link, 1 former link gone.").waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("1 mapping is back as before.").waitFor();
});
assert.match(await statuses(), /^136 /);
