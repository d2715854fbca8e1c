// A server with keys: each page asks for the key, uses it, and keeps it for the tab. A request without the key that is
// refused only after the key was given does not make the page ask for it again.
import { args, settled, visit } from "./visit.mjs";

const [key] = args;
// The browser reports each refusal.
const expected = [/status of 401/];

for (const [path, seen] of [
  ["/", (page) => page.getByRole("columnheader", { name: "Product Status" })],
  ["/playground", (page) => page.getByRole("tab", { name: "Preview" })],
]) {
  await visit(
    async (page) => {
      const release = await heldBack(page);
      await page.goto(path);
      const dialog = page.getByRole("dialog", { name: "API key" });
      await dialog.getByLabel("Key", { exact: true }).fill(key);
      await dialog.getByRole("button", { name: "Use this key" }).click();
      await dialog.waitFor({ state: "hidden" });
      release();
      await seen(page).waitFor();
      await settled(page);
      if (await dialog.isVisible()) throw new Error("the page asks for the key again");
      await page.reload();
      await settled(page);
      await seen(page).waitFor();
    },
    { expected },
  );
}

/** Holds back operations without a key, except the first, until the returned function is called. */
async function heldBack(page) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  let first = true;
  await page.route("**/graphql", async (route) => {
    const { accept, authorization } = route.request().headers();
    if (!authorization && accept !== "text/event-stream") {
      if (!first) await released;
      first = false;
    }
    await route.continue();
  });
  return release;
}
