import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { counted } from "../../components/counted";
import { Figures } from "../../components/figures";
import { RejectedRows } from "../../components/rejected-rows";
import { StepHeading } from "../../components/step-heading";
import type { CustomMappingUpload } from "./use-custom-mappings";

/** The result of the dry run, before anything is changed. */
export function Check({ upload, failure }: { upload: CustomMappingUpload; failure: ReactNode }) {
  const summary = upload.checked?.summary;
  if (!upload.checked || !summary) return null;
  const { rowsRead, productOptionsMapped, blank, rejected } = summary;
  const mapped = counted(productOptionsMapped, "product");
  return (
    <Stack>
      <StepHeading follows>Check</StepHeading>
      <Text style={{ overflowWrap: "anywhere" }}>
        Nothing is changed yet. This is what <b>{upload.file?.name}</b> would do:
      </Text>
      <Figures
        figures={[
          { label: "Rows read", value: rowsRead },
          { label: "Will be mapped", value: productOptionsMapped },
          { label: "Without a Code", value: blank },
          { label: "Refused", value: rejected },
        ]}
      />
      <Advice upload={upload} rowsRead={rowsRead} blank={blank} rejected={rejected} />
      <RejectedRows rows={upload.checked.rejectedRows} total={rejected} fileName="custom-mappings refused rows.csv" />
      {failure}
      <Group>
        <Button variant="default" onClick={upload.back}>
          Back
        </Button>
        <Button onClick={() => upload.apply()} disabled={productOptionsMapped === 0 || upload.failure?.file !== undefined} aria-describedby="apply-what">
          Next
        </Button>
        <Text id="apply-what" size="sm" c="dimmed" className="numeric">
          {productOptionsMapped === 0 ? "There is nothing to map." : `Maps ${mapped}.`}
        </Text>
      </Group>
    </Stack>
  );
}

function Advice({ upload, rowsRead, blank, rejected }: { upload: CustomMappingUpload; rowsRead: number; blank: number; rejected: number }) {
  if (rejected === 0) {
    return blank === rowsRead ? <Alert color="blue">No row has a Code. Fill in the column Cin7 Code, save the file, and choose it again.</Alert> : null;
  }
  const mappable = upload.checked?.rejectedRows.some((row) => row.code === "PRODUCT_IS_MAPPABLE");
  return (
    <Alert color="orange" title={upload.options.atomic ? "Nothing will be mapped while a row is refused" : "The refused rows will be left out"}>
      Each says below what to do. Download them as CSV, mend the column Cin7 Code, and upload that file: it need not be the whole spreadsheet.
      {upload.options.atomic && " Or go back and turn off “All or nothing”."}
      {mappable && " Some products would be mapped by an import; go back and turn on “Also map products that an import would map” to map them by hand."}
    </Alert>
  );
}
