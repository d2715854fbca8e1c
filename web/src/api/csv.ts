// A spreadsheet program runs what begins like a formula, and rewrites what looks like a number, a date or a truth value: 007 becomes 7.
const plain = /^\p{L}/u;
const rewritten = /^(true|false|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-./ ]?\d+)$/i;

/**
 * A value that a spreadsheet program leaves as it is. What it would change begins with a no-break space: that makes it text, and unlike the
 * usual apostrophe it is white space, which the server takes off when the file is sent again.
 */
function asText(value: string): string {
  return value === "" || (plain.test(value) && !rewritten.test(value)) ? value : `\u00a0${value}`;
}

/** A cell: a text, or a number, which a spreadsheet program may take for one. */
type Cell = string | number;

function record(cells: readonly Cell[], separator: string): string {
  return cells.map((cell) => (typeof cell === "number" ? cell : `"${asText(cell).replaceAll('"', '""')}"`)).join(separator);
}

/** A table as CSV, separated as spreadsheet programs of the user's language want it. */
export function csv(rows: readonly (readonly Cell[])[]): Blob {
  const separator = (1.5).toLocaleString().includes(",") ? ";" : ",";
  // With a byte order mark Excel knows that it is UTF-8.
  return new Blob(["\ufeff", ...rows.map((row) => `${record(row, separator)}\r\n`)], { type: "text/csv;charset=utf-8" });
}

/** A table as the clipboard has it: spreadsheet programs paste it into columns. */
export function pasted(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map((cell) => (typeof cell === "number" ? cell : asText(cell.replace(/[\t\r\n]+/g, " ")))).join("\t")).join("\n");
}
