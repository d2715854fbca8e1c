// Shared by the chapters of the story.
import { ask } from "../visit.mjs";

/** The name of the integration of the sample. */
export const name = "Amazon UK (sample)";

/** Opens a page of the integration from Home, by its link. */
export async function open(page, link) {
  await page.goto("/");
  await page.getByRole("region", { name }).getByRole("link", { name: link }).click();
}

/** Waits for a number that a page shows under a name. */
export async function figure(page, label, value) {
  await page.locator("dl > div, dl > *").filter({ has: page.getByText(label, { exact: true }) }).getByText(new RegExp(`^${value}\\b`)).first().waitFor();
}

/** The numbers of listings by status, from the API: mapped, partially mapped, mappable, unmappable. */
export async function statuses() {
  const { integrations } = await ask("{ integrations { productStatus { mapped partiallyMapped mappable unmappable } } }");
  return Object.values(integrations[0].productStatus).join(" ");
}
