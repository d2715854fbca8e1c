// What the parts of the story have in common.
import { ask } from "../visit.mjs";

/** The name of the integration that the sample makes. */
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

/** How the listings stand, as the API tells it: mapped, partially mapped, mappable, unmappable. */
export async function standing() {
  const { integrations } = await ask("{ integrations { productStatus { mapped partiallyMapped mappable unmappable } } }");
  return Object.values(integrations[0].productStatus).join(" ");
}
