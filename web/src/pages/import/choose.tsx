import { Alert, Button, Group, Radio, Skeleton, Stack, Text } from "@mantine/core";
import "@mantine/core/styles/Radio.css";
import { useEffect, useId, useState } from "react";
import { type CombinedError, useMutation, useQuery } from "urql";
import { useSearchParams } from "wouter";
import { ImportPreviews, ImportProducts } from "../../api/import";
import { useOperationUpdates } from "../../api/operations";
import type { Integration } from "../../api/integrations";
import type { useRun } from "../../api/run";
import type { ImportPreviewsQuery, ImportProductsMutation, ImportScope } from "../../gql/graphql";
import { useRights } from "../../api/viewer";
import { counted } from "../../components/counted";
import { LookOnly } from "../../components/look-only";
import { Figures } from "../../components/figures";
import { Problem } from "../../components/problem";
import { ProductsDisabled } from "../../components/products-disabled";
import { StepHeading } from "../../components/step-heading";
import { When } from "../../components/timestamp";

interface ChooseProps {
  integration: Integration;
  importRun: ReturnType<typeof useRun>;
  follows: boolean;
  /** Called with the id of the operation to show. */
  onDone: (operationId: string) => void;
}

type UserErrors = ImportProductsMutation["importProducts"]["userErrors"];

/** Chooses the scope, shows what an import of it would do, and runs the import. It stays mounted, but hidden, while the import runs. */
export function Choose({ integration, importRun, follows, onDone }: ChooseProps) {
  const { edits } = useRights();
  const [search, setSearch] = useSearchParams();
  const scope: ImportScope = search.get("scope") === "ALL" ? "ALL" : "SINCE_LAST_IMPORT";
  const [{ data, error }, refetch] = useQuery({ query: ImportPreviews, variables: { id: integration.id } });
  // A load that ends meanwhile changes the numbers.
  useOperationUpdates(
    (operation) => {
      if (operation.state !== "RUNNING") refetch({ requestPolicy: "network-only" });
    },
    () => refetch({ requestPolicy: "network-only" }),
  );
  const [, importProducts] = useMutation(ImportProducts);
  const [failure, setFailure] = useState<CombinedError>();
  const [userErrors, setUserErrors] = useState<UserErrors>([]);

  const others = data?.operations.nodes.find((operation) => operation.kind === "IMPORT" && operation.state === "RUNNING")?.id;
  useEffect(() => {
    // An import was running before this page was loaded.
    if (others !== undefined && !importRun.busy) onDone(others);
  }, [others]);

  const run = async (repeat: boolean) => {
    setFailure(undefined);
    setUserErrors([]);
    const result = await importRun.run((key) => importProducts({ input: { integrationId: integration.id, scope }, key }), repeat);
    const operation = result.data?.importProducts?.operation?.id ?? result.lostOperationId;
    if (operation !== undefined) onDone(operation);
    else {
      setFailure(result.error);
      setUserErrors(result.data?.importProducts?.userErrors ?? []);
    }
  };

  if (importRun.busy) return null;
  const disabled = !integration.productsEnabled || userErrors.some((userError) => userError.code === "PRODUCTS_DISABLED");
  return (
    <Stack>
      <StepHeading follows={follows}>Which products?</StepHeading>
      <Scopes scope={scope} integration={integration} previews={data} onScope={(chosen) => setSearch({ scope: chosen }, { replace: true })} />
      <Problem title="What an import would do is not known" error={error} onRetry={() => refetch()} />
      {!data && !error && <Skeleton height={90} aria-label="Counting" />}
      {data && <Preview integrationId={integration.id} preview={scope === "ALL" ? data.all : data.new} />}
      {disabled && <ProductsDisabled />}
      <Problem title="Nothing was imported" userErrors={userErrors.filter((userError) => userError.code !== "PRODUCTS_DISABLED")} />
      <Problem title={failure?.networkError ? "The import may not have been done" : "Nothing was imported"} error={failure} onRetry={() => run(true)} />
      {data && !disabled && <NothingToImport scope={scope} previews={data} />}
      <LookOnly>Nothing can be imported with your key.</LookOnly>
      {edits && <Next mappable={data && (scope === "ALL" ? data.all : data.new).mappable} disabled={disabled} onNext={() => run(false)} />}
    </Stack>
  );
}

interface ScopesProps {
  scope: ImportScope;
  integration: Integration;
  previews?: ImportPreviewsQuery;
  onScope: (scope: ImportScope) => void;
}

function Scopes({ scope, integration, previews, onScope }: ScopesProps) {
  const last = integration.lastImportAt;
  return (
    <Radio.Group label="Import" value={scope} onChange={(chosen) => onScope(chosen as ImportScope)}>
      <Stack gap="xs" mt="xs">
        <Radio
          value="SINCE_LAST_IMPORT"
          label="Import Products Created Since Last Import"
          description={
            <>
              {last ? (
                <>
                  Created on Amazon, or first loaded here, since <When at={last} />
                </>
              ) : (
                "Nothing has been imported yet, so these are all products"
              )}
              {previews && `: ${previews.new.unmapped.toLocaleString()} unmapped`}
            </>
          }
        />
        <Radio
          value="ALL"
          label="Import All Products"
          description={`Every product that is not mapped yet${previews ? `: ${previews.all.unmapped.toLocaleString()} unmapped` : ""}`}
        />
      </Stack>
    </Radio.Group>
  );
}

function Preview({ integrationId, preview }: { integrationId: string; preview: ImportPreviewsQuery["all"] }) {
  const why = { href: `/integrations/${encodeURIComponent(integrationId)}/work`, label: "Why?" };
  return (
    <Figures
      figures={[
        { label: "Unmapped products", value: preview.unmapped },
        { label: "Mappable", value: preview.mappable },
        { label: "Unmappable", value: preview.unmappable, more: preview.unmappable > 0 ? why : undefined },
      ]}
    />
  );
}

function NothingToImport({ scope, previews }: { scope: ImportScope; previews: ImportPreviewsQuery }) {
  const { new: since, all } = previews;
  if ((scope === "ALL" ? all : since).mappable > 0) return null;
  return (
    <Alert color="blue" title="Nothing to import">
      No unmapped product of this choice matches a Code or Barcode in Omni that is free.{" "}
      {all.mappable > 0 ? `Import All Products would map ${all.mappable.toLocaleString()}.` : "What is left is mapped by hand, by Custom Mappings: that is the step after the summary."}
    </Alert>
  );
}

interface NextProps {
  /** How many mappings the import would create; undefined if that is not known. */
  mappable?: number;
  disabled: boolean;
  onNext: () => void;
}

function Next({ mappable, disabled, onNext }: NextProps) {
  const what = useId();
  return (
    <Group>
      <Button onClick={onNext} disabled={disabled || mappable === undefined} aria-describedby={what}>
        Next
      </Button>
      <Text id={what} size="sm" c="dimmed" className="numeric">
        {mappable !== undefined && `Maps ${counted(mappable, "product")}.`}
      </Text>
    </Group>
  );
}
