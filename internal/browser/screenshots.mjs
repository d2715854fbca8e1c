// Takes the README's screenshots, into the folder given.
import { join } from "node:path";
import { args, sampleIntegration, settled, visit } from "./visit.mjs";

const [folder] = args;
const width = 1280;
const integration = `/integrations/${encodeURIComponent(await sampleIntegration())}`;

await visit(
  async (page) => {
    await page.goto("/");
    await settled(page);
    await page.screenshot({ path: join(folder, "home.png") });

    await page.goto(`${integration}/work?search=IM-`);
    // One Code that is right, and one that is not.
    await page.getByRole("combobox", { name: "Cin7 Code for IM-STOP-A" }).fill("IM-STOP-A");
    await page.getByRole("combobox", { name: "Cin7 Code for IM-KNOB-35" }).fill("IM-KNOB");
    await page.getByRole("option", { name: /IM-KNOB/ }).first().click();
    await page.getByText("2 rows edited, 1 of them would be refused").waitFor();
    await page.getByText(/^Will be linked to/).waitFor();
    await page.setViewportSize({ width, height: 440 });
    await page.evaluate(() => scrollTo(0, 0));
    await settled(page);
    await page.screenshot({ path: join(folder, "work-list.png") });
  },
  { width, height: 440 },
);
