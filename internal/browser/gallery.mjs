// Takes a picture of every page and state, at three widths, light and dark, into the folder given: to be looked at.
import { join } from "node:path";
import { args, sampleIntegration, settled, visit } from "./visit.mjs";

const [folder] = args;
const integration = `/integrations/${encodeURIComponent(await sampleIntegration())}`;
const pages = {
  home: "/",
  "work-map": `${integration}/work`,
  "work-partial": `${integration}/work?tab=partial`,
  "work-parents": `${integration}/work?tab=parents`,
  "work-empty": `${integration}/work?tab=ignored`,
  "work-drawer": `${integration}/work?search=VR&listing=VR-CARAFE`,
  "work-dry-run": `${integration}/work?do=download`,
  mapped: `${integration}/mapped`,
  "mapped-drawer": `${integration}/mapped?listing=WR-PLATE%2FSAGE`,
  download: `${integration}/download?scope=ALL`,
  "custom-mappings": `${integration}/custom-mappings`,
  remap: `${integration}/remap?family=WR-PLATE-GROUP`,
  load: "/load",
  activity: "/activity",
  settings: "/settings",
  playground: "/playground",
};

for (const width of [390, 1280, 1920]) {
  for (const scheme of ["light", "dark"]) {
    const shoot = (page, name) => page.screenshot({ path: join(folder, `${name}-${width}-${scheme}.png`) });
    const size = { width, height: width === 390 ? 844 : 900, scheme };
    await visit(async (page) => {
      for (const [name, path] of Object.entries(pages)) {
        await page.goto(path);
        await settled(page);
        await shoot(page, name);
      }
      await page.goto("/");
      await settled(page);
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "SKU, ASIN, Code, page or action" }).fill("plate");
      await page.getByRole("group", { name: "Listings" }).waitFor();
      await shoot(page, "search");

      // A list that is waited for.
      await page.route("**/graphql", (route) => (/WorkPage/.test(route.request().postData() ?? "") ? undefined : route.continue()));
      await page.goto(pages["work-map"]);
      await page.getByRole("link", { name: /^To map/ }).waitFor();
      await page.waitForTimeout(500);
      await shoot(page, "work-loading");
    }, size);
    await visit(
      async (page) => {
        await page.route("**/graphql", (route) => (/WorkPage/.test(route.request().postData() ?? "") ? route.fulfill({ json: { errors: [{ message: "Something went wrong on the server; its log says what." }] } }) : route.continue()));
        await page.goto(pages["work-map"]);
        await page.getByRole("alert").waitFor();
        await shoot(page, "work-error");
      },
      size,
    );
  }
}
