import { Skeleton, Stack } from "@mantine/core";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { useOperation } from "../../api/operation-by-id";
import { useRun } from "../../api/run";
import { useIntegration } from "../../components/integration";
import { NoIntegration } from "../../components/no-integration";
import { Page } from "../../components/page";
import { Problem } from "../../components/problem";
import { OperationProgress } from "../../components/progress";
import { StepHeading } from "../../components/step-heading";
import { Steps } from "../../components/steps";
import { Choose } from "./choose";
import { ImportSummary } from "./summary";

const steps = ["Choose products", "Import", "Summary"];

/**
 * Download Products: choose, import, summary. The address names the import that is running or done, so that a reload, or another
 * browser, shows it again.
 */
export default function Import() {
  const { id, integration, missing, error, refresh } = useIntegration();
  const [search, setSearch] = useSearchParams();
  const [moved, setMoved] = useState(false);
  const followed = useOperation(search.get("operation") ?? "");
  const importRun = useRun("IMPORT", id);
  const { operation } = followed;

  const show = (operationId: string) => {
    setMoved(true);
    refresh();
    setSearch({ operation: operationId }, { replace: true });
  };
  const choose = () => {
    setMoved(true);
    refresh();
    setSearch({}, { replace: true });
  };

  const wanted = search.has("operation");
  const running = importRun.busy || operation?.state === "RUNNING";
  const active = running ? 1 : wanted ? 2 : 0;
  return (
    <Page title="Download Products" about={integration?.name}>
      {missing && <NoIntegration />}
      <Problem error={error} onRetry={refresh} />
      {integration && (
        <Stack gap="lg">
          {/* All steps done: the last has its tick too. */}
          <Steps names={steps} active={operation?.state === "SUCCEEDED" ? steps.length : active} />
          {running && (
            <Stack maw={600}>
              <StepHeading follows={moved}>Importing</StepHeading>
              <OperationProgress operation={importRun.busy ? importRun.progress : operation} label="Importing products" />
              <span>You can leave this page: the import goes on, and Activity shows it.</span>
            </Stack>
          )}
          {!wanted && <Choose integration={integration} importRun={importRun} follows={moved} onDone={show} />}
          {wanted && !running && (
            <>
              <Problem error={followed.error} onRetry={followed.refresh} />
              {!operation && !followed.missing && !followed.error && <Skeleton height={160} />}
              <ImportSummary integration={integration} operation={operation} missing={followed.missing} follows={moved} onAgain={choose} />
            </>
          )}
        </Stack>
      )}
      {!integration && !missing && !error && <Skeleton height={320} aria-label="Loading" />}
    </Page>
  );
}
