import { Button, Group, Pagination, Stack, Text } from "@mantine/core";
import "@mantine/core/styles/Pagination.css";
import { useMediaQuery } from "@mantine/hooks";
import { IconCopy, IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { csv, pasted } from "../api/csv";
import { copyText, saveFile } from "../api/save";
import { counted } from "./counted";
import { reasonOf, type RejectedRow, RowCards, RowTable } from "./rejected-row-table";

interface RejectedRowsProps {
  rows: readonly RejectedRow[];
  /** How many were rejected in all, if rows are only the first. */
  total?: number;
  /** The name of the file that they are saved as. */
  fileName?: string;
}

const pageLength = 50;

/** Lists rejected rows with the reasons and what to do. They can be copied, or saved as a file to be corrected and sent again. */
export function RejectedRows({ rows, total = rows.length, fileName = "refused rows.csv" }: RejectedRowsProps) {
  const [page, setPage] = useState(1);
  const narrow = useMediaQuery("(max-width: 48em)");
  if (rows.length === 0) return null;
  const pages = Math.ceil(rows.length / pageLength);
  const at = Math.min(page, pages);
  const shown = rows.slice((at - 1) * pageLength, at * pageLength);
  const sheets = [...new Set(rows.map((row) => row.sheet).filter((sheet) => sheet != null))];
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <div>
          <Text fw={500} className="numeric">
            {heading(rows.length, total)}
          </Text>
          {sheets.length === 1 && (
            <Text size="sm" c="dimmed">
              On the sheet “{sheets[0]}”
            </Text>
          )}
        </div>
        <Export rows={rows} fileName={fileName} />
      </Group>
      {narrow ? (
        <RowCards rows={shown} caption={heading(rows.length, total)} sheets={sheets.length > 1} />
      ) : (
        <RowTable rows={shown} caption={heading(rows.length, total)} sheets={sheets.length > 1} codes={rows.some((row) => row.cin7Code)} />
      )}
      {pages > 1 && (
        <Pagination
          component="nav"
          aria-label="Pages of refused rows"
          total={pages}
          value={at}
          onChange={setPage}
          size="sm"
          getItemProps={(n) => ({ "aria-label": `Refused rows, page ${n}` })}
          getControlProps={(control) => ({ "aria-label": control === "next" ? "Later rows" : "Earlier rows" })}
        />
      )}
    </Stack>
  );
}

function heading(shown: number, total: number): string {
  const refused = `${counted(total, "row was", "rows were")} refused`;
  return total > shown ? `${refused}; here are the first ${shown.toLocaleString()}` : refused;
}

/** The columns that the server reads come first; it ignores the others. */
function tableOf(rows: readonly RejectedRow[]): (string | number)[][] {
  const header = ["Amazon SKU", "Cin7 Code", "Reason", "What to do", "Sheet", "Row"];
  return [header, ...rows.map((row) => [row.sku ?? "", row.cin7Code ?? "", row.code ? reasonOf(row.code) : "", row.message, row.sheet ?? "", row.row])];
}

function Export({ rows, fileName }: { rows: readonly RejectedRow[]; fileName: string }) {
  const [message, setMessage] = useState("");
  const copy = async () => setMessage((await copyText(pasted(tableOf(rows)))) ? "Copied." : "The browser did not let it be copied. Download it instead.");
  return (
    <Group gap="xs">
      <Button size="xs" variant="default" leftSection={<IconCopy size={14} aria-hidden />} onClick={copy}>
        Copy
      </Button>
      <Button size="xs" variant="default" leftSection={<IconDownload size={14} aria-hidden />} onClick={() => saveFile(csv(tableOf(rows)), fileName)}>
        Download as CSV
      </Button>
      <Text size="sm" role="status" c="dimmed">
        {message}
      </Text>
    </Group>
  );
}
