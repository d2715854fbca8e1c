import { Alert, Anchor, Button, Checkbox, Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Integration } from "../../api/integrations";
import { useRights } from "../../api/viewer";
import { counted } from "../../components/counted";
import { LookOnly } from "../../components/look-only";
import { FileDrop } from "../../components/file-drop";
import { ProductsDisabled } from "../../components/products-disabled";
import { StepHeading } from "../../components/step-heading";
import { SheetDownload } from "./sheet-download";
import type { CustomMappingUpload } from "./use-custom-mappings";

interface SheetProps {
  integration: Integration;
  upload: CustomMappingUpload;
  follows: boolean;
  /** What went wrong with the file. */
  failure: ReactNode;
}

/** The spreadsheet goes out, and the one that was filled in is chosen. */
export function Sheet({ integration, upload, follows, failure }: SheetProps) {
  const { unmappable, ignored } = integration.productStatus;
  const { edits } = useRights();
  return (
    <Stack>
      <StepHeading follows={follows}>Spreadsheet</StepHeading>
      {!integration.productsEnabled && <ProductsDisabled />}
      <Paper withBorder p="md">
        <Stack gap="sm" align="flex-start">
          <Title order={3} size="h4">
            1. Get the spreadsheet
          </Title>
          <Unmappable integrationId={integration.id} count={unmappable - ignored} />
          <SheetDownload integrationId={integration.id} />
        </Stack>
      </Paper>
      <Paper withBorder p="md">
        <Stack gap="sm">
          <Title order={3} size="h4">
            2. Fill it in
          </Title>
          <Text size="sm">
            Write into the column <b>Cin7 Code</b> the Code of the product, product option or size option that each SKU is to be linked to. Leave rows
            empty that are not to be mapped. Save it as .xlsx or CSV.
          </Text>
        </Stack>
      </Paper>
      <LookOnly>The spreadsheet cannot be uploaded with your key.</LookOnly>
      {edits && (
        <>
          <Paper withBorder p="md">
            <Stack gap="md">
              <Title order={3} size="h4">
                3. Upload it
              </Title>
              <FileDrop label="Filled-in spreadsheet" accept={[".xlsx", ".csv"]} file={upload.file} onFile={upload.choose} onClear={() => upload.choose()} />
              <Options upload={upload} />
            </Stack>
          </Paper>
          {failure}
          <Group>
            <Button onClick={upload.check} disabled={!upload.file || !integration.productsEnabled} aria-describedby="check-what">
              Next
            </Button>
            <Text id="check-what" size="sm" c="dimmed">
              {upload.file ? "Checks the file. Nothing is changed yet." : "Choose a file first."}
            </Text>
          </Group>
        </>
      )}
    </Stack>
  );
}

function Unmappable({ integrationId, count }: { integrationId: string; count: number }) {
  const page = `/integrations/${encodeURIComponent(integrationId)}/work`;
  if (count === 0) {
    return (
      <Alert color="blue" title="There is nothing to map by hand">
        No product of this integration is unmappable, so the spreadsheet has no rows.{" "}
        <Anchor component={Link} href="/" inherit underline="always" c="inherit">
          Back to Dashboard
        </Anchor>
      </Alert>
    );
  }
  return (
    <Text size="sm" className="numeric">
      It has a row for each of the{" "}
      <Anchor component={Link} href={page} inherit underline="always">
        {counted(count, "unmappable product")}
      </Anchor>
      , with the reason why an import cannot map it.
    </Text>
  );
}

function Options({ upload }: { upload: CustomMappingUpload }) {
  const { options, setOptions } = upload;
  return (
    <Stack gap="xs">
      <Checkbox
        label="All or nothing"
        description="One refused row means that nothing is mapped. Otherwise the rows that pass are mapped, and the refused ones listed."
        checked={options.atomic}
        onChange={(event) => setOptions({ ...options, atomic: event.currentTarget.checked })}
      />
      <Checkbox
        label="Also map products that an import would map"
        description="Otherwise a row whose SKU matches a Code or Barcode by itself is refused, so that a slip of the hand does not take the place of a match."
        checked={options.allowMappable}
        onChange={(event) => setOptions({ ...options, allowMappable: event.currentTarget.checked })}
      />
    </Stack>
  );
}
