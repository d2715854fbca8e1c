import { type RefObject, useEffect, useRef, useState } from "react";

/** The row that the keys are about. Rows are found in the list by data-row, and take the focus. */
export function useWalk(list: RefObject<HTMLElement | null>, rows: readonly string[]) {
  const [current, setCurrent] = useState<string>();
  const at = current === undefined ? -1 : rows.indexOf(current);
  const place = useRef(-1);
  if (at >= 0) place.current = at;

  const focus = (key: string) => {
    const row = [...(list.current?.querySelectorAll<HTMLElement>("[data-row]") ?? [])].find((one) => one.dataset.row === key);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  };
  const goTo = (index: number) => {
    const key = rows[Math.max(0, Math.min(index, rows.length - 1))];
    if (key === undefined) return;
    setCurrent(key);
    focus(key);
  };
  // A row that left the list hands the keys to the one that takes its place.
  const shown = rows.join("\n");
  useEffect(() => {
    if (current === undefined || rows.includes(current) || rows.length === 0) return;
    const next = rows[Math.min(place.current, rows.length - 1)];
    setCurrent(next);
    if (document.activeElement === document.body) focus(next);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [shown]);
  return { current: at >= 0 ? current : undefined, setCurrent, goTo, move: (by: number) => goTo(at < 0 ? (by > 0 ? 0 : rows.length - 1) : at + by) };
}
