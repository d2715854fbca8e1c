import { useEffect, useRef } from "react";

const setting = "omnimap-keys";

/** Whether single letters are keys of the pages; they can be turned off. */
export function lettersOn(): boolean {
  return localStorage.getItem(setting) !== "off";
}

/** Turns the single letters on or off. */
export function setLetters(on: boolean): void {
  localStorage.setItem(setting, on ? "on" : "off");
}

/** What the keys do, by the name of the key: "j", "ArrowDown", "Control+a". One that answers false leaves the key to the browser. */
export type Keys = Record<string, (event: KeyboardEvent) => unknown>;

/** Listens for keys of the page. Those of a field that has the focus, and of a dialog or a menu, are its own. */
export function useKeys(keys: Keys): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.altKey || inField(event.target)) return;
      const letter = event.key.length === 1;
      if (letter && !(event.ctrlKey || event.metaKey) && !lettersOn()) return;
      const action = current.current[`${event.ctrlKey || event.metaKey ? "Control+" : ""}${letter ? event.key.toLowerCase() : event.key}`];
      if (action && action(event) !== false) event.preventDefault();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('dialog, [role="dialog"], [role="menu"]')) return true;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target.matches("textarea, select, [contenteditable]");
}
