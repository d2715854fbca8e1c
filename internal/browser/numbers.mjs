// The same number stands under the same name on Home, in the navigation, on the tabs, in the summary of an import and in the lists; and
// old addresses lead to the new places, with what they narrowed a list to.
import assert from "node:assert/strict";
import { ask, sampleIntegration, settled, visit } from "./visit.mjs";

const id = await sampleIntegration();
const integration = `/integrations/${encodeURIComponent(id)}`;
const number = (text) => Number(/(\d[\d,]*)\D*$/.exec(text)[1].replace(/,/g, ""));
// An ignored one, so that no number is nought.
await ask('mutation($id: ID!) { ignoreListings(input: { integrationId: $id, skus: ["FM-CAP-AMZ-BLK"] }) { changed } }', { id });
const { operations } = await ask("query($id: ID!) { operations(integrationId: $id, kind: [IMPORT], first: 1) { nodes { id } } }", { id });

await visit(async (page) => {
  await page.goto("/");
  await settled(page);
  const nav = page.getByRole("navigation", { name: "Pages", exact: true });
  const home = {
    mapped: number(await page.getByRole("link", { name: /^Mapped: / }).textContent()),
    toDo: number(await page.getByRole("link", { name: /^To do: / }).textContent()),
    map: number(await page.getByRole("link", { name: /^Map \d/ }).textContent()),
    partial: number(await page.getByRole("link", { name: /^See the / }).textContent()),
  };
  assert.equal(home.toDo, home.map + home.partial);
  assert.equal(number(await nav.getByRole("link", { name: /^Work list/ }).textContent()), home.toDo);
  assert.equal(number(await nav.getByRole("link", { name: /^Mapped/ }).textContent()), home.mapped);

  await page.goto(`${integration}/work`);
  await settled(page);
  const tabs = page.getByRole("navigation", { name: "Parts of the work list" }).getByRole("link");
  const counts = (await tabs.allTextContents()).map(number);
  assert.deepEqual(counts.slice(0, 2), [home.map, home.partial]);
  assert.ok(counts.every((count) => count > 0), counts.join(" "));
  for (const [at, tab] of ["", "?tab=partial", "?tab=parents", "?tab=ignored"].entries()) {
    await page.goto(`${integration}/work${tab}`);
    await settled(page);
    await page.locator(".summary", { hasText: new RegExp(`^${counts[at]} listings?$`) }).waitFor();
  }

  await page.goto(`${integration}/download?operation=${encodeURIComponent(operations.nodes[0].id)}`);
  const left = page.getByText(/^The work list has now: /);
  await left.waitFor();
  assert.equal(await left.textContent(), `The work list has now: To map ${counts[0]} · Partially mapped ${counts[1]} · Parents, nothing to do ${counts[2]} · Ignored ${counts[3]}`);

  await page.goto(`${integration}/mapped`);
  await settled(page);
  await page.locator(".summary", { hasText: new RegExp(`^${home.mapped} mappings$`) }).waitFor();

  for (const [old, now] of [
    ["unmapped?search=IM-&reason=NO_MATCH", "work?search=IM-&reason=NO_MATCH"],
    ["unmapped?reason=IGNORED", "work?tab=ignored"],
    ["remap", "work?tab=partial"],
  ]) {
    await page.goto(`${integration}/${old}`);
    await settled(page);
    assert.equal(page.url().replace(/.*\/(?=work)/, ""), now);
  }
});
