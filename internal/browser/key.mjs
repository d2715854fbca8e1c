// A server with keys: each page asks for the key, takes it, and keeps it for the tab.
import { args, settled, visit } from "./visit.mjs";

const [key] = args;
// The browser reports each refusal.
const expected = [/status of 401/];

for (const [path, seen] of [
  ["/", (page) => page.getByRole("heading", { name: "Product Status" })],
  ["/playground", (page) => page.getByRole("tab", { name: "Preview" })],
]) {
  await visit(
    async (page) => {
      await page.goto(path);
      const dialog = page.getByRole("dialog", { name: "API key" });
      await dialog.getByLabel("Key", { exact: true }).fill(key);
      await dialog.getByRole("button", { name: "Use this key" }).click();
      await dialog.waitFor({ state: "hidden" });
      await seen(page).waitFor();
      await page.reload();
      await settled(page);
      await seen(page).waitFor();
    },
    { expected },
  );
}
