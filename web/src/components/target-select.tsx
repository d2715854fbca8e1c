import { Combobox, Group, Loader, Text, TextInput, useCombobox, VisuallyHidden } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, type ClipboardEvent, type KeyboardEvent, type ReactNode, type Ref } from "react";
import { useQuery } from "urql";
import { useParams } from "wouter";
import { figuresOf, MappedTargets, targetCode, targetKey, targetName, type Target } from "../api/targets";
import { Price, Stock } from "./amount";
import { TargetView } from "./target-view";

type Props = {
  /** The text of the field: a Code, or a part of a Code, a name or a barcode. */
  value: string;
  onChange: (text: string) => void;
  /** Called with the target chosen from the list. */
  onPick: (target: Target) => void;
  /** The field's label; hidden where hideLabel is set, as in tables. */
  label: string;
  hideLabel?: boolean;
  placeholder?: string;
  /** Offered before anything is typed, such as the targets of an ambiguous match. */
  candidates?: readonly Target[];
  /** Opens the list by a click or the arrow down, as a select does. */
  asSelect?: boolean;
  /** Marks the field as wrong, without a message. */
  invalid?: boolean;
  error?: ReactNode;
  disabled?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  /** Called for keys that the list does not use: all of them while it is closed, and Enter if nothing in it is selected. */
  onKey?: (event: KeyboardEvent<HTMLInputElement>) => void;
  onPaste?: (event: ClipboardEvent<HTMLInputElement>) => void;
};

type Mapped = { mapping?: { listing: { sku: string } } | null };

/** A target, with its mapping where that was asked for. */
type Choosable = Target & { option: Mapped; size?: Mapped | null };

const none: readonly Choosable[] = [];

/** The SKU of the listing that is mapped to the target already. */
function holderOf({ option, size }: Choosable): string | undefined {
  return (size ?? option).mapping?.listing.sku;
}

/** A field for a Cin7 Code, with type-ahead over the Codes, names and barcodes of the Omni catalogue. Alt+Down opens its list. */
export function TargetSelect({ value, onChange, onPick, label, hideLabel, placeholder, candidates = none, asSelect, invalid, error, disabled, inputRef, onKey, onPaste }: Props) {
  // The page's integration: what it has mapped is marked in the list.
  const { id: integrationId = "" } = useParams<{ id: string }>();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const opened = combobox.dropdownOpened;
  const typed = value.trim();
  const [search] = useDebouncedValue(typed, 150);
  const [{ data, fetching, error: failed }] = useQuery({ query: MappedTargets, variables: { integrationId, search, first: 12 }, pause: !opened || search === "", requestPolicy: "network-only" });
  const settled = search === typed && !fetching;
  const found: readonly Choosable[] = typed === "" ? candidates : settled && data ? data.omniTargets : none;

  // The best match is selected until the arrows move, so that Enter takes it.
  useEffect(() => {
    if (opened && typed !== "" && found.length > 0) combobox.selectFirstOption();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [opened, found]);

  const pick = (key: string) => {
    combobox.closeDropdown();
    const target = found.find((one) => targetKey(one) === key);
    if (target) onPick(target);
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const inList = opened && found.length > 0;
    if (event.key === "ArrowDown" && !opened && (event.altKey || asSelect)) {
      event.preventDefault();
      combobox.openDropdown("keyboard");
    } else if (inList && ["ArrowDown", "ArrowUp", "Escape"].includes(event.key)) {
      return;
    } else if (inList && event.key === "Enter" && !event.ctrlKey && !event.metaKey && combobox.getSelectedOptionIndex() !== -1) {
      return;
    } else {
      if (event.key === "Enter" || event.key === "Tab") combobox.closeDropdown("keyboard");
      onKey?.(event);
    }
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick} withinPortal position="bottom-start" width="target" shadow="md" keepMounted={false} transitionProps={{ duration: 0 }}>
      <Combobox.Target withKeyboardNavigation={opened && found.length > 0} withExpandedAttribute autoComplete="off">
        <TextInput
          ref={inputRef}
          size="xs"
          data-target-select
          aria-autocomplete="list"
          label={hideLabel ? undefined : label}
          aria-label={hideLabel ? label : undefined}
          placeholder={placeholder}
          value={value}
          // An error about an unfinished Code would only be in the way.
          error={opened ? undefined : (error ?? invalid)}
          disabled={disabled}
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          rightSection={opened && typed !== "" && !settled ? <Loader size={14} aria-label="Searching" /> : asSelect ? <Combobox.Chevron /> : null}
          rightSectionWidth={opened || asSelect ? 28 : 10}
          rightSectionPointerEvents="none"
          onClick={asSelect ? () => combobox.openDropdown() : undefined}
          onChange={(event) => {
            onChange(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={keys}
          onPaste={onPaste}
        />
      </Combobox.Target>
      {opened && typed !== "" && settled && (
        <VisuallyHidden role="status">{found.length === 0 ? "Nothing found" : `${found.length} found. Enter takes the first, ${targetCode(found[0]) ?? targetName(found[0])}`}</VisuallyHidden>
      )}
      <Combobox.Dropdown hidden={typed === "" && found.length === 0} miw="min(340px, calc(100vw - 32px))">
        <Combobox.Options mah={300} style={{ overflowY: "auto" }} aria-label="Omni products, options and sizes">
          {opened && found.map((target) => <Choice key={targetKey(target)} target={target} />)}
          {opened && found.length === 0 && typed !== "" && (
            <Combobox.Empty>{failed ? "The search failed. Type on to try again." : settled ? "Nothing in Omni has this Code, name or barcode." : "Searching…"}</Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Choice({ target }: { target: Choosable }) {
  const holder = holderOf(target);
  const { price, stock } = figuresOf(target);
  const barcode = target.size ? target.size.barcode : target.option.barcode;
  return (
    <Combobox.Option value={targetKey(target)} className="choice">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <div>
          <TargetView target={target} />
          {holder !== undefined && (
            <Text size="xs" c="var(--mantine-color-error)">
              Mapped already: <span className="sku">{holder}</span>
            </Text>
          )}
        </div>
        <Text component="div" size="xs" c="dimmed" ta="end" style={{ whiteSpace: "nowrap" }}>
          {price !== null && <Price>{price}</Price>}
          {stock !== null && (
            <div>
              <Stock>{stock}</Stock> in stock
            </div>
          )}
          {barcode && <div title="Barcode">{barcode}</div>}
        </Text>
      </Group>
    </Combobox.Option>
  );
}
