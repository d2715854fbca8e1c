const key = "omnimap-reloaded-at";
const pause = 10_000;

/**
 * Reloads the page when a chunk cannot be loaded, as happens to a page that was opened before the server was upgraded.
 * A chunk that fails again soon after is not the upgrade's fault, and does not reload the page forever.
 */
export function reloadAfterUpgrade(): void {
  window.addEventListener("vite:preloadError", () => {
    if (Date.now() - Number(sessionStorage.getItem(key)) < pause) return;
    sessionStorage.setItem(key, String(Date.now()));
    window.location.reload();
  });
}
