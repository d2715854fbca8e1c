import { useState } from "react";
import { Dialog } from "../dialog";
import { lettersOn, setLetters, useKeys } from "./keys";

const keys: readonly [keys: string, meaning: string][] = [
  ["Ctrl K", "Search for a SKU, an ASIN, a Code, a page or an action"],
  ["G, then H W M S A", "Go to Home, Work list, Mapped, Settings, Activity"],
  ["/", "Search in the list"],
  ["J K or ↓ ↑", "Walk the rows, and what the drawer shows"],
  ["O", "Details of the row"],
  ["E", "The Code of the row; Escape goes back to the row"],
  ["X, Shift X", "Select the row, or all from the last one on"],
  ["Ctrl A", "Select the page; once more, all that match"],
  ["I", "Ignore, or take back"],
  ["D", "Delete the mapping"],
  ["Ctrl Enter", "Map the typed Codes, in a Code's field"],
  ["Z", "Undo"],
  ["[ ]", "The tab before, the tab after"],
  ["?", "These keys"],
];

/** The most needed keys at the foot of a list, and all of them on demand. */
export function KeyHints() {
  const [opened, setOpened] = useState(false);
  const [on, setOn] = useState(lettersOn);
  useKeys({ "?": () => setOpened(true), "/": () => document.querySelector<HTMLElement>('input[type="search"]')?.focus() });
  return (
    <div className="keys desk">
      {[
        ["J K", "walk"],
        ["O", "details"],
        ["E", "Code"],
        ["X", "select"],
      ].map(([key, meaning]) => (
        <span key={key}>
          <kbd className="key">{key}</kbd> {meaning}
        </span>
      ))}
      <button type="button" className="link-button" onClick={() => setOpened(true)}>
        All keys
      </button>
      {opened && (
        <Dialog label="Keys" className="keys-box" onClose={() => setOpened(false)}>
          <h2>Keys</h2>
          <label>
            <input
              type="checkbox"
              className="check"
              checked={on}
              onChange={(event) => {
                setLetters(event.currentTarget.checked);
                setOn(event.currentTarget.checked);
              }}
            />
            Single letters are keys
          </label>
          <dl>
            {keys.map(([key, meaning]) => (
              <div key={key}>
                <dt>
                  <kbd className="key">{key}</kbd>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <button type="button" className="small-button" onClick={() => setOpened(false)}>
            Close
          </button>
        </Dialog>
      )}
    </div>
  );
}
