// Every page, at one width and in one colour scheme: nothing that axe calls serious, one heading, a title, no page wider than its
// window, no SKU on two lines, no text below 12 pixels, and twenty whole rows where there is room for them.
import axe from "axe-core";
import assert from "node:assert/strict";
import { args, sampleIntegration, settled, visit } from "./visit.mjs";

const width = Number(args[0]);
const scheme = args[1];
const integration = `/integrations/${encodeURIComponent(await sampleIntegration())}`;
const pages = [
  "/",
  ...["download", "custom-mappings", "work", "work?tab=partial", "work?tab=parents", "work?tab=ignored", "mapped"].map((name) => `${integration}/${name}`),
  // The drawer of a listing and of a mapping, a list that has nothing, a dry run, and a family.
  `${integration}/work?listing=VR-CARAFE`,
  `${integration}/mapped?listing=WR-PLATE%2FSAGE`,
  `${integration}/work?search=nothing-has-this`,
  `${integration}/work?do=download`,
  `${integration}/remap?family=WR-PLATE-GROUP`,
  "/load",
  "/activity",
  "/settings",
  "/no-such-page",
  "/playground",
];

/** The token canvas, by scheme: a build that lost the tokens would have no colours at all. */
const canvas = { light: "rgb(246, 246, 248)", dark: "rgb(15, 15, 19)" };

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
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), canvas[scheme], `${path} has the colour of the token`);
      assert.deepEqual(await page.evaluate(brokenSkus), [], `${path} has SKUs on two lines`);
      if (path !== "/playground") assert.deepEqual(await page.evaluate(smallTexts), [], `${path} has texts below 12 pixels`);
      if (width >= 1280 && /\/(work|mapped)$/.test(path)) assert.ok((await page.evaluate(wholeRows)) >= 20, `${path} has ${await page.evaluate(wholeRows)} whole rows`);
      found.push(...(await findings(page)).map((finding) => `${path}: ${finding}`));
    }
    // The search over everything, and all keys.
    await page.goto("/");
    await settled(page);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "SKU, ASIN, Code, page or action" }).fill("plate");
    await page.getByRole("group", { name: "Listings" }).waitFor();
    found.push(...(await findings(page)).map((finding) => `search: ${finding}`));
    await page.goto(`${integration}/work`);
    await settled(page);
    await page.keyboard.press("?");
    if (width > 700) await page.getByRole("dialog", { name: "Keys" }).waitFor();
    found.push(...(await findings(page)).map((finding) => `keys: ${finding}`));
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

function brokenSkus() {
  return [...document.querySelectorAll(".sku")].filter((sku) => sku.getBoundingClientRect().height > 1.6 * parseFloat(getComputedStyle(sku).lineHeight)).map((sku) => sku.textContent);
}

function smallTexts() {
  const small = [...document.querySelectorAll("body *")].filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "") && parseFloat(getComputedStyle(element).fontSize) < 12);
  return [...new Set(small.map((element) => `${element.className} ${element.textContent}`))];
}

/** The rows of the list that stand whole between the head and the foot. */
function wholeRows() {
  const foot = document.querySelector(".foot").getBoundingClientRect().top;
  return [...document.querySelectorAll(".list tbody tr")].filter((row) => row.getBoundingClientRect().bottom <= foot + 0.5).length;
}
