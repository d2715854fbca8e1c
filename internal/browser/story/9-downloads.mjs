// All families that can be are downloaded once the dry run has told how many; one is deleted again, and that undone. Listings are
// ignored with a note, and that is taken back. The type-ahead says what is mapped already.
import assert from "node:assert/strict";
import { visit } from "../visit.mjs";
import { open, openWork, statuses, toast } from "./story.mjs";

const before = await statuses();

await visit(async (page) => {
  await openWork(page);
  await page.getByRole("button", { name: /^Ignore / }).first().click();
  const panel = page.getByRole("region", { name: "Ignore 1 listing" });
  await panel.getByLabel("Note").fill("display only");
  await panel.getByRole("button", { name: "Ignore", exact: true }).click();
  await toast(page).getByText("1 listing ignored.").waitFor();
  assert.equal(await openWork(page, "Ignored"), 1);
  await page.getByText("display only").waitFor();
  await page.getByRole("checkbox", { name: /^Select [^a]/ }).first().check();
  await page.getByRole("region", { name: "Selected rows" }).getByRole("button", { name: "Take back…" }).click();
  await page.getByRole("region", { name: "Take back 1 listing" }).getByRole("button", { name: "Take back" }).click();
  await toast(page).getByText("1 listing not ignored any more.").waitFor();
});
assert.equal(await statuses(), before);

await visit(async (page) => {
  await openWork(page);
  const field = page.getByRole("combobox", { name: /^Cin7 Code for / }).first();
  await field.fill("FM-CAP-AMZ");
  await page.getByText("Mapped already: ").first().waitFor();
  await field.press("Escape");
  await page.getByRole("button", { name: "Clear all" }).click();
  await page.getByRole("button", { name: "Download all new…" }).click();
  const panel = page.getByRole("region", { name: "Download as new products" });
  await panel.getByRole("status").filter({ hasText: /^\d+ families can be downloaded/ }).waitFor();
  await panel.getByRole("button", { name: /^Download \d+ families/ }).click();
  await page.getByText(/^\d+ new Omni products: \d+ listings mapped\.$/).waitFor();
});
const downloaded = await statuses();
assert.notEqual(downloaded, before);

await visit(async (page) => {
  await open(page, "View Mapped Products");
  await page.getByRole("button", { name: /^Delete the downloaded product / }).first().click();
  await page.getByText(/^1 downloaded product deleted, with \d+ mappings?\.$/).waitFor();
  assert.notEqual(await statuses(), downloaded);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText(/mappings? (is|are) back as before/).waitFor();
});
assert.equal(await statuses(), downloaded);
