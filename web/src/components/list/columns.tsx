import { Checkbox, Popover, Stack } from "@mantine/core";
import { IconColumns } from "@tabler/icons-react";
import { useState } from "react";

/** The columns of lists that can be left out; styles/list.css hides them by these names. */
export const columnNames = { price: "Price", stock: "Stock", why: "Why", omni: "Omni's stock", amazon: "Amazon's stock", difference: "Difference" } as const;

export type Column = keyof typeof columnNames;

/** The columns that are left out of a list; kept by the browser. */
export function useHiddenColumns(list: string): [hidden: readonly string[], toggle: (column: Column, shown: boolean) => void] {
  const setting = `omnimap-columns-${list}`;
  const [hidden, setHidden] = useState(() => (localStorage.getItem(setting) ?? "").split(" ").filter(Boolean));
  const toggle = (column: Column, shown: boolean) => {
    const next = [...hidden.filter((one) => one !== column), ...(shown ? [] : [column])];
    localStorage.setItem(setting, next.join(" "));
    setHidden(next);
  };
  return [hidden, toggle];
}

type Props = { columns: readonly Column[]; hidden: readonly string[]; onToggle: (column: Column, shown: boolean) => void };

/** Chooses the columns of a list. */
export function ColumnChoice({ columns, hidden, onToggle }: Props) {
  return (
    <Popover position="bottom-end" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <button type="button" className="icon-button desk" aria-label="Columns" title="Columns" aria-haspopup="dialog">
          <IconColumns size={16} stroke={1.5} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <Stack gap="xs">
          {columns.map((column) => (
            <Checkbox key={column} size="xs" label={columnNames[column]} checked={!hidden.includes(column)} onChange={(event) => onToggle(column, event.currentTarget.checked)} />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
