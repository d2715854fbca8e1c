// Mapped products are searched and deleted, one and all, and each deletion is undone.
import assert from "node:assert/strict";
import { visit } from "../visit.mjs";
import { name, open, statuses, toast } from "./story.mjs";

await visit(async (page) => {
  await open(page, "View Mapped Products");
  await page.getByText("132 mapped products").waitFor();

  await page.getByRole("searchbox", { name: "Search" }).fill("k-100");
  const row = page.getByRole("row", { name: /^Select K-100/ });
  await page.getByText("1 to 1 of 1 mapped product").waitFor();
  await row.getByText("Custom").waitFor();
  await row.getByRole("button", { name: "Delete the mapping of K-100" }).click();
  const message = toast(page);
  await message.getByText("1 mapping deleted.").waitFor();
  assert.equal(await statuses(), "131 25 0 52");
  await page.getByRole("button", { name: "Undo" }).click();
  await message.getByText("1 mapping is back as before.").waitFor();
  await row.waitFor();
  assert.equal(await statuses(), "132 25 0 51");

  // Several are selected and deleted at once.
  await page.getByRole("searchbox", { name: "Search" }).fill("wr-plate");
  const plates = page.getByRole("row", { name: /^Select WR-PLATE/ });
  await plates.nth(1).waitFor();
  await plates.nth(0).getByRole("checkbox").check();
  await plates.nth(1).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Delete selected (2)" }).click();
  await message.getByText("2 mappings deleted.").waitFor();
  assert.match(await statuses(), /^130 /);
  await page.getByRole("button", { name: "Undo" }).click();
  await message.getByText("2 mappings are back as before.").waitFor();
  assert.equal(await statuses(), "132 25 0 51");

  await page.getByRole("button", { name: "Clear", exact: true }).click();
  await page.getByText("132 mapped products").waitFor();
  // All of them are deleted in the integration's danger zone.
  await page.getByRole("link", { name: "Delete All…" }).click();
  await page.getByRole("group", { name: `Danger zone of ${name}` }).getByRole("button", { name: "Delete All" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete all mappings" });
  const confirm = dialog.getByRole("button", { name: "Delete all 132" });
  assert.ok(await confirm.isDisabled(), "all are deleted only after the name is typed");
  await dialog.getByLabel(/^Type the integration's name/).fill(name);
  await confirm.click();
  await message.getByText("132 mappings deleted.").waitFor();
  assert.match(await statuses(), /^0 0 131 /);

  // What was deleted can be restored from Activity as well, at any time later.
  await page.getByRole("link", { name: "Activity" }).click();
  await page.getByRole("heading", { name: "Activity", level: 1 }).waitFor();
  await page.getByRole("button", { name: /^Restore/ }).first().click();
  await page.getByText("Mappings put back: 132").waitFor();
});
assert.equal(await statuses(), "132 25 0 51");
