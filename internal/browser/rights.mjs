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
  ["/", edits, "link", /^Load catalogues/],
  [`${integration}/download`, edits, "button", "Next"],
  [`${integration}/custom-mappings`, edits, "button", "Choose a file"],
  [`${integration}/unmapped?search=VR-CARAFE`, edits, "combobox", /^Cin7 Code for /],
  [`${integration}/unmapped?search=VR-CARAFE`, edits, "link", /^Swap/],
  [`${integration}/unmapped?search=FM-CAP-AMZ`, edits, "button", /^Download as new product/],
  [`${integration}/mapped`, edits, "button", /^Delete/],
  [`${integration}/mapped`, edits, "checkbox", /^Select/],
  [`${integration}/remap`, edits, "link", /the family/],
  [`${integration}/remap?family=WR-PLATE-GROUP`, edits, "combobox", /^Link /],
  [`${integration}/remap?family=WR-PLATE-GROUP`, edits, "button", /^Remap/],
  ["/activity", edits, "button", "Restore"],
  ["/settings", edits, "button", /^(Load listings|Choose a file)/],
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
