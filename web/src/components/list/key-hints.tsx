import { Modal, Switch, Table } from "@mantine/core";
import "@mantine/core/styles/Switch.css";
import { useState } from "react";
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
      <Modal opened={opened} onClose={() => setOpened(false)} title="Keys" size="md">
        <Switch
          mb="sm"
          label="Single letters are keys"
          checked={on}
          onChange={(event) => {
            setLetters(event.currentTarget.checked);
            setOn(event.currentTarget.checked);
          }}
        />
        <Table>
          <Table.Tbody>
            {keys.map(([key, meaning]) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" w={140}>
                  <kbd className="key">{key}</kbd>
                </Table.Th>
                <Table.Td>{meaning}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Modal>
    </div>
  );
}
