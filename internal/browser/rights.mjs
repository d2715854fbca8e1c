// The pages with a key of a role: none has a button, a field or a link that the key may not use, and none sends what is refused
// for the role. The second argument is the role.
import assert from "node:assert/strict";
import { args, sampleIntegration, settled, visit } from "./visit.mjs";

const [role] = args;
const integration = `/integrations/${encodeURIComponent(await sampleIntegration())}`;
const edits = role !== "viewer";
const manages = role === "admin";

/** What a page offers, by the role that it takes: roles of elements and their names. */
const offers = [
  ["/", edits, "heading", "To do"],
  ["/", manages, "link", "Add integration"],
  ["/load", edits, "button", /^Choose File/],
  [`${integration}/download`, edits, "button", "Next"],
  [`${integration}/custom-mappings`, edits, "button", "Choose File"],
  [`${integration}/work?search=VR-CARAFE`, edits, "combobox", /^Cin7 Code for /],
  [`${integration}/work?search=VR-CARAFE`, edits, "link", /^Swap/],
  [`${integration}/work?search=VR-CARAFE`, edits, "checkbox", /^Select/],
  [`${integration}/work?search=FM-CAP-AMZ`, edits, "button", /^Download as new product/],
  [`${integration}/work?search=FM-CAP-AMZ`, edits, "button", /^(Ignore|Download all)/],
  [`${integration}/work?search=FM-CAP-AMZ&listing=FM-CAP-AMZ-BLK`, edits, "button", /^(Ignore…|Download as new…)/],
  [`${integration}/mapped`, edits, "button", /^Delete/],
  [`${integration}/mapped`, edits, "checkbox", /^Select/],
  [`${integration}/work?tab=partial`, edits, "link", /the family/],
  [`${integration}/work?tab=partial`, edits, "button", /^(Remap|Ignore)/],
  [`${integration}/remap?family=WR-PLATE-GROUP`, edits, "combobox", /^Link /],
  [`${integration}/remap?family=WR-PLATE-GROUP`, edits, "button", /^Remap/],
  ["/activity", edits, "button", "Restore"],
  ["/settings", edits, "button", /^Delete All/],
  ["/settings", manages, "button", /^(Rename|Seller and marketplace|Delete this integration|Create integration)/],
  ["/settings", manages, "switch", /^Products/],
];

await visit(async (page) => {
  const refused = [];
  page.on("response", async (response) => {
    if (response.url().endsWith("/graphql") && response.request().headers().accept !== "text/event-stream" && /FORBIDDEN/.test(await response.text().catch(() => ""))) {
      refused.push(response.request().postData());
    }
  });
  let at;
  for (const [path, allowed, kind, name] of offers) {
    if (path !== at) {
      await page.goto(path);
      await settled(page);
      at = path;
    }
    const offered = page.getByRole(kind, { name });
    if (allowed) await offered.first().waitFor({ state: "attached" });
    else assert.equal(await offered.count(), 0, `${path} offers ${name} to a key with the role ${role}`);
  }
  assert.deepEqual(refused, [], "requests that the role does not allow");
});
