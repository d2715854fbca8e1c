// A load is begun, and goes on while other pages are shown and after a reload. The server is killed while it runs, and started
// again: both are seen, and no page shows the load as running afterwards. The second argument is the address by which the test
// kills and starts the server.
import assert from "node:assert/strict";
import { args, settled, visit } from "./visit.mjs";

const [control] = args;
const rows = Array.from({ length: 300_000 }, (_, i) => `A listing\tBIG-${i}`);
const file = { name: "big.txt", mimeType: "text/plain", buffer: Buffer.from(`item-name\tseller-sku\n${rows.join("\n")}\n`) };
// The browser reports requests that find no server.
const expected = [/Failed to load resource/];

await visit(
  async (page) => {
    // The file is on its way until it is let through.
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await page.route("**/graphql", async (route) => {
      if (/^multipart/.test(route.request().headers()["content-type"])) await released;
      await route.continue();
    });
    await page.goto("/load");
    await page.getByLabel("Amazon All Listings Report (tab-separated text)").setInputFiles(file);
    await page.getByText("Sending big.txt").waitFor();
    await page.getByRole("link", { name: "Activity" }).click();
    await page.getByRole("heading", { name: "Activity", level: 1 }).waitFor();
    assert.ok(await asksBeforeLeaving(page), "the browser asks before a file is lost that is still sent");
    release();
    const row = page.getByRole("row", { name: /Load of Amazon listings.*big\.txt/ });
    await row.getByText("Running").waitFor();
    await row.getByText(/^(Reading the rows|Checking what was read|Waiting|Writing|Working out)/).waitFor();
    assert.ok(!(await asksBeforeLeaving(page)), "once the server has the file the page may go");

    // It is found again, on this page and by another one.
    await page.getByRole("link", { name: "Load a file" }).click();
    await page.getByRole("progressbar", { name: "Loading big.txt" }).waitFor({ state: "attached" });
    const activity = await page.context().newPage();
    await activity.goto("/activity");
    await activity.getByRole("row", { name: /big\.txt.*Running/ }).waitFor();
    await page.reload();
    await page.getByRole("progressbar", { name: "Loading big.txt" }).waitFor({ state: "attached" });

    await fetch(`${control}/kill`);
    for (const shown of [page, activity]) await shown.getByText("The server cannot be reached; trying again").waitFor();
    await activity.getByRole("row", { name: /amazon-listings\.txt/ }).waitFor();
    await fetch(`${control}/start`);
    // Well within the half minute that it once took.
    const soon = { timeout: 15_000 };
    await activity.getByRole("row", { name: /big\.txt.*Failed/ }).waitFor(soon);
    for (const shown of [page, activity]) await shown.getByText("The server cannot be reached; trying again").waitFor({ state: "hidden", ...soon });
    assert.equal(await activity.getByRole("row", { name: /Running/ }).count(), 0, "nothing runs any more");
    await page.getByText("Nothing was loaded from big.txt").waitFor(soon);
    await settled(page);

    // Changes are told again.
    await page.getByLabel("Amazon All Listings Report (tab-separated text)").setInputFiles({ ...file, name: "small.txt", buffer: Buffer.from("seller-sku\nSMALL\n") });
    await page.getByText("small.txt is loaded").waitFor();
    await activity.getByRole("row", { name: /small\.txt.*Done/ }).waitFor(soon);
  },
  { expected },
);

async function asksBeforeLeaving(page) {
  return page.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
}
