// The spreadsheet of unmappable products is downloaded to the path given.
import { args, visit } from "../visit.mjs";
import { open } from "./story.mjs";

await visit(async (page) => {
  await open(page, "Download Products");
  await page.getByRole("link", { name: "Custom Mappings" }).click();
  await page.getByText("52 unmappable products").waitFor();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download Products to Apply Custom Mappings" }).click();
  await (await downloading).saveAs(args[0]);
});
