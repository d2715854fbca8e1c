// Every page, at one width and in one colour scheme: nothing that axe calls serious, one heading, a title, and no page
// wider than its window.
import axe from "axe-core";
import assert from "node:assert/strict";
import { args, sampleIntegration, settled, visit } from "./visit.mjs";

const width = Number(args[0]);
const scheme = args[1];
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
await visit(
  async (page) => {
    for (const path of pages) {
      await page.goto(path);
      await settled(page);
      assert.equal(await page.locator("h1").count(), 1, `${path} has one h1`);
      assert.notEqual(await page.title(), "", `${path} has a title`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${path} is ${wide} pixels wider than its window`);
      found.push(...(await findings(page)).map((finding) => `${path}: ${finding}`));
    }
  },
  { width, scheme },
);
if (found.length > 0) throw new Error(found.join("\n"));

/** The serious and critical findings of axe on a page. */
async function findings(page) {
  await page.evaluate(axe.source);
  // GraphiQL puts the buttons that close its tabs into the tabs.
  const { violations } = await page.evaluate(() => globalThis.axe.run({ exclude: [".graphiql-tab"] }, { resultTypes: ["violations"] }));
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `  ${node.target}: ${node.html}\n  ${node.failureSummary}`).join("\n")}`);
}
