import { VisuallyHidden } from "@mantine/core";
import { useWindowEvent } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";

const FindDialog = lazy(() => import("./dialog"));

/** The search over everything, by its button or Ctrl+K. */
export function Find() {
  const [opened, setOpened] = useState(false);
  useWindowEvent("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    setOpened(true);
  });
  return (
    <>
      <button type="button" className="find" onClick={() => setOpened(true)} aria-keyshortcuts="Control+K Meta+K" aria-haspopup="dialog">
        <VisuallyHidden component="em">Search: </VisuallyHidden>
        <IconSearch size={16} stroke={1.5} aria-hidden />
        <span>SKU, ASIN, Code, page or action</span>
        <kbd className="key">Ctrl K</kbd>
      </button>
      {opened && (
        <Suspense>
          <FindDialog onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
