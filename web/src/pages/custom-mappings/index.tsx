import { Alert, Skeleton, Stack } from "@mantine/core";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { useOperation } from "../../api/operation-by-id";
import type { Operation } from "../../api/operations";
import { useIntegration } from "../../components/integration";
import { NoIntegration } from "../../components/no-integration";
import { NoSummary } from "../../components/no-summary";
import { Page } from "../../components/page";
import { Problem } from "../../components/problem";
import { ProductsDisabled } from "../../components/products-disabled";
import { OperationProgress } from "../../components/progress";
import { StepHeading } from "../../components/step-heading";
import { Steps } from "../../components/steps";
import { Check } from "./check";
import { Sheet } from "./sheet";
import { CustomSummary } from "./summary";
import { type CustomMappingUpload, type Failure, useCustomMappingUpload } from "./use-custom-mappings";

const steps = ["Spreadsheet", "Check", "Summary"];

/**
 * Custom Mappings: the spreadsheet is downloaded, filled in, uploaded, checked and applied. The address names the operation, so that a
 * reload shows its result; the chosen file is lost by a reload.
 */
export default function CustomMappings() {
  const { id, integration, missing, error, refresh } = useIntegration();
  const [search, setSearch] = useSearchParams();
  const [moved, setMoved] = useState(false);
  const followed = useOperation(search.get("operation") ?? "");
  const upload = useCustomMappingUpload(id, (operation) => setSearch({ operation }, { replace: true }));
  const again = () => {
    refresh();
    upload.choose();
    setSearch({}, { replace: true });
  };

  const at = search.has("operation") || upload.applied ? 2 : upload.checked || upload.checking || upload.applying ? 1 : 0;
  if (at > 0 && !moved) setMoved(true);
  const done = upload.applied !== undefined || followed.operation?.state === "SUCCEEDED";
  return (
    <Page title="Custom Mappings" about={integration?.name}>
      {missing && <NoIntegration />}
      <Problem error={error} onRetry={refresh} />
      {!integration && !missing && !error && <Skeleton height={320} aria-label="Loading" />}
      {integration && (
        <Stack gap="lg">
          <Steps names={steps} active={done ? steps.length : at} />
          {at === 0 && <Sheet integration={integration} upload={upload} follows={moved} failure={<FailureMessages failure={upload.failure} onRetry={upload.check} />} />}
          {at === 1 && <Checking upload={upload} />}
          {at === 2 && upload.applied?.summary && (
            <CustomSummary integrationId={id} summary={upload.applied.summary} rejectedRows={upload.applied.rejectedRows} onAgain={again} />
          )}
          {at === 2 && !upload.applied && <Followed integrationId={id} followed={followed} onAgain={again} />}
        </Stack>
      )}
    </Page>
  );
}

function Checking({ upload }: { upload: CustomMappingUpload }) {
  const name = upload.file?.name ?? "the file";
  if (upload.checking) return <Busy heading="Checking" label={`Checking ${name}`} />;
  if (upload.applying) return <Busy heading="Mapping" label={`Mapping by ${name}`} operation={upload.progress} goesOn />;
  return <Check upload={upload} failure={<FailureMessages failure={upload.failure} onRetry={() => upload.apply(true)} />} />;
}

interface BusyProps {
  heading: string;
  label: string;
  operation?: Pick<Operation, "progress">;
  goesOn?: boolean;
}

function Busy({ heading, label, operation, goesOn = false }: BusyProps) {
  return (
    <Stack maw={600}>
      <StepHeading follows>{heading}</StepHeading>
      <OperationProgress operation={operation} label={label} />
      {goesOn && <span>Once the file is sent you can leave this page: the work goes on, and Activity shows it.</span>}
    </Stack>
  );
}

function Followed({ integrationId, followed, onAgain }: { integrationId: string; followed: ReturnType<typeof useOperation>; onAgain: () => void }) {
  const { operation, missing, error, refresh } = followed;
  if (operation?.state === "RUNNING") return <Busy heading="Mapping" label="Mapping" operation={operation} goesOn />;
  if (operation?.customMappingSummary && operation.state === "SUCCEEDED" && operation.integration?.id === integrationId) {
    const { customMappingSummary, rejectedRows } = operation;
    return <CustomSummary integrationId={integrationId} summary={customMappingSummary} rejectedRows={rejectedRows} operation={operation} onAgain={onAgain} />;
  }
  if (operation?.state === "FAILED") return <NoSummary title="Nothing was mapped" again="Begin again" message={operation.error ?? "The operation failed."} onAgain={onAgain} />;
  if (operation || missing) return <NoSummary title="There are no such custom mappings" again="Begin again" message="The address names an operation that is not one of this integration's." onAgain={onAgain} />;
  return error ? <Problem error={error} onRetry={refresh} /> : <Skeleton height={160} aria-label="Loading" />;
}

function FailureMessages({ failure, onRetry }: { failure?: Failure; onRetry: () => void }) {
  if (!failure) return null;
  const otherErrors = failure.userErrors.filter((userError) => userError.code !== "PRODUCTS_DISABLED");
  return (
    <>
      {otherErrors.length < failure.userErrors.length && <ProductsDisabled />}
      {failure.file && (
        <Alert color="red" title="The file has changed" role="alert" style={{ overflowWrap: "anywhere" }}>
          {failure.file}
        </Alert>
      )}
      <Problem title="The file was refused" userErrors={otherErrors} />
      <Problem error={failure.error} onRetry={onRetry} />
    </>
  );
}
