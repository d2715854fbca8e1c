// Every page, at one width and in both colour schemes: nothing that axe calls serious, one heading, a title, and no page
// wider than its window. A page is loaded in the scheme that the last one ended with, and changed to the other.
import axe from "axe-core";
import assert from "node:assert/strict";
import { args, sampleIntegration, settled, visit } from "./visit.mjs";

const width = Number(args[0]);
const integration = `/integrations/${encodeURIComponent(await sampleIntegration())}`;
const pages = [
  "/",
  ...["download", "custom-mappings", "unmapped", "mapped", "remap"].map((name) => `${integration}/${name}`),
  "/activity",
  "/settings",
  "/no-such-page",
  "/playground",
];

const found = [];
const schemes = ["light", "dark"];
await visit(
  async (page) => {
    for (const path of pages) {
      await page.goto(path);
      await look(page, `${path}, ${schemes[0]}`);
      schemes.reverse();
      await page.emulateMedia({ colorScheme: schemes[0] });
      // GraphiQL's editors choose their colours when they are made.
      if (path === "/playground") await page.goto(path);
      await look(page, `${path}, ${schemes[0]}`);
    }
  },
  { width, scheme: schemes[0] },
);
if (found.length > 0) throw new Error(found.join("\n"));

async function look(page, name) {
  await settled(page);
  const colors = await page.evaluate(() => document.documentElement.dataset.mantineColorScheme);
  assert.ok(colors === schemes[0] || name.startsWith("/playground"), `${name} has the colours of ${colors}`);
  assert.equal(await page.locator("h1").count(), 1, `${name} has one h1`);
  assert.notEqual(await page.title(), "", `${name} has a title`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${name} is ${wide} pixels wider than its window`);
  found.push(...(await findings(page)).map((finding) => `${name}: ${finding}`));
}

/** The serious and critical findings of axe on a page. */
async function findings(page) {
  await page.evaluate(axe.source);
  // GraphiQL puts the buttons that close its tabs into the tabs.
  const { violations } = await page.evaluate(() => globalThis.axe.run({ exclude: [".graphiql-tab"] }, { resultTypes: ["violations"] }));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.target}: ${node.html}\n  ${node.failureSummary}`).join("\n")}`);
}
