// Opens pages for every script, and watches what they do.
import { chromium } from "playwright-core";

const address = new URL(process.argv[2]);
/** The address of the server, without a path. */
export const origin = address.origin;
/** The API key, which is the address's user name; empty for none. */
const key = address.username;
/** The browser's path; empty for Playwright's own. */
const executable = process.argv[3];
/** The script's other arguments. */
export const args = process.argv.slice(4);

/** The longest that a page may take for anything, in milliseconds. */
const patience = 60_000;

/**
 * Opens a page, runs use on it, and fails if the page sent a request to another host, reported an error, or broke the
 * Content-Security-Policy. width and height are in pixels; errors that match expected are allowed.
 */
export async function visit(use, { width = 1440, height = 900, scheme = "light", expected = [] } = {}) {
  const browser = await chromium.launch({ args: ["--disable-gpu"], executablePath: executable || undefined });
  try {
    const context = await browser.newContext({ baseURL: origin, viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
    context.setDefaultTimeout(patience);
    // As pages keep a key that is not to be remembered.
    if (key) await context.addInitScript((key) => sessionStorage.setItem("omnimap-api-key", key), key);
    const page = await context.newPage();
    countRequests(page);
    const problems = await watched(page);
    await use(page).catch(async (error) => {
      throw new Error(`${error.stack}\nat ${page.url()}, which shows:\n${await shown(page)}\nproblems before: ${problems.join("\n")}`);
    });
    const unexpected = problems.filter((problem) => !expected.some((known) => known.test(problem)));
    if (unexpected.length > 0) throw new Error(unexpected.join("\n"));
  } finally {
    await browser.close();
  }
}

/** Collects what no page may do. */
async function watched(page) {
  const problems = [];
  const own = (url) => new URL(url).host === new URL(origin).host || /^(data|blob|about):/.test(url);
  page.on("request", (request) => own(request.url()) || problems.push(`asked another host: ${request.url()}`));
  page.on("websocket", (socket) => own(socket.url()) || problems.push(`asked another host: ${socket.url()}`));
  page.on("pageerror", (error) => problems.push(`error: ${error.stack || error.message}`));
  page.on("console", (message) => message.type() === "error" && problems.push(`console: ${message.text()} ${message.location().url}`));
  await page.exposeFunction("reportViolation", (text) => problems.push(`policy: ${text}`));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      globalThis.reportViolation(`${event.violatedDirective} forbids ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return problems;
}

/** What a screen reader would read, for the report of a failure. */
async function shown(page) {
  return page.locator("body").ariaSnapshot().catch(() => "nothing");
}

/** Sends an operation to the API. */
export async function ask(query, variables = {}) {
  const response = await fetch(`${origin}/graphql`, { method: "POST", headers: { "Content-Type": "application/json", ...(key && { Authorization: `Bearer ${key}` }) }, body: JSON.stringify({ query, variables }) });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

/** The id of the integration of the sample. */
export async function sampleIntegration() {
  return (await ask("{ integrations { id } }")).integrations[0].id;
}

/** The requests of each page without a response yet. */
const pending = new WeakMap();

function countRequests(page) {
  const open = new Set();
  pending.set(page, open);
  // A stream of events stays open, and a reload ends the loading of a worker without an event.
  const ends = (request) => request.headers().accept !== "text/event-stream" && !/\.worker\.js$/.test(request.url());
  page.on("request", (request) => ends(request) && open.add(request));
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
}

/** Waits until a page has loaded its data and shows it. */
export async function settled(page) {
  await page.locator("h1").first().waitFor();
  const waiting = page.locator(".mantine-Skeleton-root, .mantine-Loader-root, [aria-busy=true]");
  const until = Date.now() + patience;
  for (let calm = 0; calm < 3; ) {
    if (Date.now() > until) throw new Error(`the page still waits for ${[...pending.get(page)].map((request) => request.postData() ?? request.url())}`);
    calm = pending.get(page).size === 0 && (await waiting.count()) === 0 ? calm + 1 : 0;
    await page.waitForTimeout(50);
  }
}
