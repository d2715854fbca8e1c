import { Checkbox, Popover, Stack, TextInput } from "@mantine/core";
import { IconChevronDown, IconLayoutList, IconList, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useAddress, useSearchText } from "./address";

type Props = {
  placeholder: string;
  /** The names in the address that Clear takes out beside the search. */
  names: readonly string[];
  children?: ReactNode;
  summary?: ReactNode;
  actions?: ReactNode;
  dense: boolean;
  onDense: (dense: boolean) => void;
  columns?: ReactNode;
};

/** Narrows a list; the same on every page, and kept in the address. */
export function FilterBar({ placeholder, names, children, summary, actions, dense, onDense, columns }: Props) {
  const { params, set } = useAddress();
  const { typed, setTyped } = useSearchText();
  const any = typed !== "" || names.some((name) => params.has(name));
  const clear = () => {
    setTyped("");
    set(Object.fromEntries(["search", ...names].map((name) => [name, undefined])));
  };
  return (
    <div className="filters" role="search" aria-label="Filters">
      <input type="search" aria-label="Search" aria-keyshortcuts="/" placeholder={placeholder} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} onKeyDown={toRows} />
      {children}
      {any && (
        <button type="button" className="icon-button" onClick={clear}>
          <IconX size={14} aria-hidden />
          Clear
        </button>
      )}
      <span className="summary">{summary}</span>
      {actions}
      {columns}
      <button type="button" className="icon-button desk" aria-pressed={dense} aria-label="One line a row" title="One line a row" onClick={() => onDense(!dense)}>
        {dense ? <IconLayoutList size={16} stroke={1.5} aria-hidden /> : <IconList size={16} stroke={1.5} aria-hidden />}
      </button>
    </div>
  );
}

/** From the search the list is reached by Enter or the arrow down. */
function toRows(event: KeyboardEvent<HTMLInputElement>) {
  if ((event.key !== "Enter" && event.key !== "ArrowDown") || event.nativeEvent.isComposing) return;
  event.preventDefault();
  document.querySelector<HTMLElement>("[data-row]")?.focus();
}

type ChoiceProps = { name: string; label: string; options: readonly { value: string; label: ReactNode; text?: string }[]; single?: boolean };

/** A filter by some of several values. */
export function ChoiceFilter({ name, label, options, single = false }: ChoiceProps) {
  const { params, set } = useAddress();
  const chosen = params.getAll(name).filter((value) => options.some((option) => option.value === value));
  const texts = options.filter((option) => chosen.includes(option.value)).map((option) => option.text ?? option.label);
  const toggle = (value: string, on: boolean) => {
    const others = single ? [] : chosen.filter((one) => one !== value);
    set({ [name]: on ? [...others, value] : others });
  };
  return (
    <Popover position="bottom-start" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <button type="button" className={chosen.length > 0 ? "chip on" : "chip"} aria-haspopup="dialog">
          {chosen.length === 0 ? label : chosen.length === 1 ? <>{label}: {texts[0]}</> : `${label}: ${chosen.length}`}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <Stack gap="xs">
          {options.map((option) => (
            <Checkbox key={option.value} size="xs" label={option.label} checked={chosen.includes(option.value)} onChange={(event) => toggle(option.value, event.currentTarget.checked)} />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A filter by an exact text. */
export function TextFilter({ name, label, description }: { name: string; label: string; description: string }) {
  const { params, set } = useAddress();
  const value = params.get(name) ?? "";
  const [typed, setTyped] = useState(value);
  return (
    <Popover position="bottom-start" trapFocus returnFocus shadow="md" width={280} onOpen={() => setTyped(value)} onClose={() => set({ [name]: typed.trim() })}>
      <Popover.Target>
        <button type="button" className={value === "" ? "chip" : "chip on"} aria-haspopup="dialog">
          {value === "" ? label : `${label}: ${value}`}
          <IconChevronDown size={14} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            set({ [name]: typed.trim() });
          }}
        >
          <TextInput size="xs" label={label} description={description} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
