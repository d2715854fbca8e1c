/** What was copied from a spreadsheet: a column of Codes, or two columns, SKU and Code. */
export type Pasted = { kind: "codes"; codes: string[] } | { kind: "pairs"; pairs: { sku: string; code: string }[] };

/** Reads a pasted text; undefined if it is a single value, which the field takes itself. */
export function readPaste(text: string): Pasted | undefined {
  const lines = text.replace(/(\r\n|\r|\n)+$/, "").split(/\r\n|\r|\n/);
  if (lines.some((line) => line.includes("\t"))) {
    const pairs = lines.map((line) => line.split("\t")).map(([sku, code]) => ({ sku: sku.trim(), code: (code ?? "").trim() }));
    return { kind: "pairs", pairs: pairs.filter(({ sku, code }) => sku !== "" && code !== "" && !heading(sku, code)) };
  }
  if (lines.length < 2) return undefined;
  return { kind: "codes", codes: lines.map((line) => line.trim()) };
}

/** Whether these are the headings of the spreadsheet for custom mappings. */
function heading(sku: string, code: string): boolean {
  return /^(amazon )?sku$/i.test(sku) && /^(cin7 )?code$/i.test(code);
}
