// A page that was opened before the server was upgraded: its next chunk is another release's and does not link. The page is
// loaded again by itself, and shows what was asked for.
import assert from "node:assert/strict";
import { settled, visit } from "./visit.mjs";

const otherRelease = 'import { noSuchExport } from "./index.js"; export default noSuchExport;';

await visit(
  async (page) => {
    await page.goto("/");
    await settled(page);
    let served = 0;
    await page.route("**/assets/activity.js", (route) => {
      served++;
      return served === 1 ? route.fulfill({ contentType: "text/javascript", body: otherRelease }) : route.continue();
    });
    await page.getByRole("link", { name: "Activity" }).click();
    await page.getByRole("heading", { name: "Activity", level: 1 }).waitFor();
    await settled(page);
    assert.equal(served, 2, "the chunk is asked for again after the page is reloaded");
  },
  { expected: [/noSuchExport/] },
);
