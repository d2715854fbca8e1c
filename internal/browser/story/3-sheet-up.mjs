// The spreadsheet, filled in, is given back: checked, and applied. One of its two Codes is wrong.
import assert from "node:assert/strict";
import { args, visit } from "../visit.mjs";
import { figure, open, statuses } from "./story.mjs";

await visit(async (page) => {
  await open(page, "Download Products");
  await page.getByRole("link", { name: "Custom Mappings" }).click();
  await page.getByLabel("Filled-in spreadsheet").setInputFiles(args[0]);
  await page.getByRole("button", { name: "Next" }).click();

  await page.getByRole("heading", { name: "Check" }).waitFor();
  await figure(page, "Rows read", 52);
  await figure(page, "Will be mapped", 1);
  await figure(page, "Without a Code", 50);
  await figure(page, "Refused", 1);
  await page.getByRole("row", { name: /2801885590499.*Unknown Code/ }).waitFor();
  assert.equal(await statuses(), "131 25 0 52", "a check changes nothing");
  await page.getByRole("button", { name: "Next" }).click();

  await page.getByRole("heading", { name: "Summary" }).waitFor();
  await figure(page, "Product Options Mapped", 1);
  await figure(page, "Refused", 1);
  await page.getByRole("link", { name: "Back to Dashboard" }).click();
  await page.getByRole("columnheader", { name: "Product Status" }).waitFor();
});
assert.equal(await statuses(), "132 25 0 51");
