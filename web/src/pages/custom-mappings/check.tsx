import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Figures } from "../../components/figures";
import { RejectedRows } from "../../components/rejected-rows";
import { StepHeading } from "../../components/step-heading";
import type { CustomMappingWork } from "./use-custom-mappings";

/** What the dry run answered, before anything is changed. */
export function Check({ work, trouble }: { work: CustomMappingWork; trouble: ReactNode }) {
  const summary = work.checked?.summary;
  if (!work.checked || !summary) return null;
  const { rowsRead, productOptionsMapped, blank, rejected } = summary;
  const mapped = productOptionsMapped === 1 ? "1 product" : `${productOptionsMapped.toLocaleString()} products`;
  return (
    <Stack>
      <StepHeading follows>Check</StepHeading>
      <Text style={{ overflowWrap: "anywhere" }}>
        Nothing is changed yet. This is what <b>{work.file?.name}</b> would do:
      </Text>
      <Figures
        figures={[
          { label: "Rows read", value: rowsRead },
          { label: "Will be mapped", value: productOptionsMapped },
          { label: "Without a Code", value: blank },
          { label: "Refused", value: rejected },
        ]}
      />
      <Advice work={work} rowsRead={rowsRead} blank={blank} rejected={rejected} />
      <RejectedRows rows={work.checked.rejectedRows} total={rejected} fileName="custom-mappings refused rows.csv" />
      {trouble}
      <Group>
        <Button variant="default" onClick={work.back}>
          Back
        </Button>
        <Button onClick={() => work.apply()} disabled={productOptionsMapped === 0 || work.trouble?.file !== undefined} aria-describedby="apply-what">
          Next
        </Button>
        <Text id="apply-what" size="sm" c="dimmed" className="numeric">
          {productOptionsMapped === 0 ? "There is nothing to map." : `Maps ${mapped}.`}
        </Text>
      </Group>
    </Stack>
  );
}

function Advice({ work, rowsRead, blank, rejected }: { work: CustomMappingWork; rowsRead: number; blank: number; rejected: number }) {
  if (rejected === 0) {
    return blank === rowsRead ? <Alert color="blue">No row has a Code. Fill in the column Cin7 Code, save the file, and choose it again.</Alert> : null;
  }
  const mappable = work.checked?.rejectedRows.some((row) => row.code === "PRODUCT_IS_MAPPABLE");
  return (
    <Alert color="orange" title={work.options.atomic ? "Nothing will be mapped while a row is refused" : "The refused rows will be left out"}>
      Each says below what to do. Download them as CSV, mend the column Cin7 Code, and give that file here: it need not be the whole spreadsheet.
      {work.options.atomic && " Or go back and turn off “All or nothing”."}
      {mappable && " Some products would be mapped by an import; go back and turn on “Also map products that an import would map” to map them by hand."}
    </Alert>
  );
}
