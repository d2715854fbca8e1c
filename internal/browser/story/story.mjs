// Shared by the chapters of the story.
import { ask } from "../visit.mjs";

/** The name of the integration of the sample. */
export const name = "Amazon UK (sample)";

/** The row of the integration on Home. */
export function rowOnHome(page) {
  return page.getByRole("row", { name: new RegExp(`^${name.replace(/[()]/g, "\\$&")}`) });
}

/** Opens a page of the integration from Home, by the link in its row. */
export async function open(page, link) {
  await page.goto("/");
  await rowOnHome(page).getByRole("link", { name: link }).click();
}

/** Opens a part of the work list from Home, and waits for its number. */
export async function openWork(page, tab = "To map") {
  await open(page, /^To do/);
  const link = page.getByRole("navigation", { name: "Parts of the work list" }).getByRole("link", { name: new RegExp(`^${tab} ?\\d`) });
  await link.click();
  await page.locator(`a[aria-current=page]`, { hasText: tab }).waitFor();
  return Number((await link.textContent()).replace(/\D/g, ""));
}

/** The message that says what was done. */
export function toast(page) {
  return page.getByRole("status", { name: "Done" });
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
