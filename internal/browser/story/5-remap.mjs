// A partially mapped family is remapped by hand, after a look at the preview; and the remap is undone.
import assert from "node:assert/strict";
import { ask, sampleIntegration, visit } from "../visit.mjs";
import { openWork, statuses, toast } from "./story.mjs";

const integration = await sampleIntegration();
// Two listings sell the same plate; only one of them can be linked to it.
const linked = async () => {
  const listing = (sku) => `amazonListing(integrationId: $id, sku: "${sku}") { mapping { target { option { code } } } }`;
  const { first, second } = await ask(`query($id: ID!) { first: ${listing("WR-PLATE/SAGE")} second: ${listing("WR-PLATE/SAGE-FBA")} }`, { id: integration });
  return [first, second].map(({ mapping }) => mapping?.target.option.code ?? "none").join(" ");
};
assert.equal(await linked(), "WR-PLATE/SAGE none");

await visit(async (page) => {
  await openWork(page, "Partially mapped");
  // A remap alone would make no new link: that is said before.
  await page.getByRole("link", { name: "Link by hand: the family WR-PLATE-GROUP" }).first().click();
  await page.getByRole("heading", { name: "Remap WR-PLATE-GROUP", level: 1 }).waitFor();

  const field = page.getByRole("combobox", { name: "Link WR-PLATE/SAGE-FBA to" });
  await field.fill("WR-PLATE/SAGE");
  await page.getByRole("option", { name: /WR-PLATE\/SAGE/ }).first().click();
  await page.getByRole("button", { name: "Remap: 1 new link, 1 former link gone" }).click();
  await page.getByText("Remapped: 1 new link, 1 former link gone.").waitFor();
  assert.equal(await linked(), "none WR-PLATE/SAGE");

  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByText("1 mapping is back as before.").waitFor();
});
assert.equal(await linked(), "WR-PLATE/SAGE none");
assert.equal(await statuses(), "132 25 0 51");

// A mapping is deleted, so that a remap would make it again and lose nothing; and that is undone, too.
const { amazonListing } = await ask(`query($id: ID!) { amazonListing(integrationId: $id, sku: "WR-PLATE/SAGE") { mapping { id } } }`, { id: integration });
await ask(`mutation($id: ID!, $ids: [ID!]!) { deleteMappings(input: { integrationId: $id, ids: $ids }) { deleted } }`, { id: integration, ids: [amazonListing.mapping.id] });
const before = await statuses();
await visit(async (page) => {
  await openWork(page, "Partially mapped");
  await page.getByRole("button", { name: "Remap all that is safe…" }).click();
  await page.getByText(/^1 set would be remapped: 1 created, \d+ kept; \d+ sets stay as they are\.$/).waitFor();
  await page.getByRole("button", { name: "Remap 1 set" }).click();
  await page.getByText("Remapped 1 set: 1 new link.").waitFor();
  assert.equal(await linked(), "WR-PLATE/SAGE none");
  await page.getByRole("button", { name: "Undo" }).click();
  await toast(page).getByText("Everything is as before.").waitFor();
  assert.equal(await statuses(), before);
  await page.getByRole("button", { name: "Remap all that is safe…" }).click();
  await page.getByRole("button", { name: "Remap 1 set" }).click();
  await page.getByText("Remapped 1 set: 1 new link.").waitFor();
});
assert.equal(await statuses(), "132 25 0 51");
