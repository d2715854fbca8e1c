import type { OperationKind } from "../gql/graphql";
import type { Operation } from "./operations";

/** What users read about a kind of operation. */
export const kindLabels: Record<OperationKind, string> = {
  LOAD_OMNI: "Load of Omni products",
  LOAD_AMAZON: "Load of Amazon listings",
  IMPORT: "Import of products",
  CUSTOM: "Custom mappings",
  DELETE: "Deletion of mappings",
  DELETE_ALL: "Deletion of all mappings",
  REMAP: "Remap",
  DOWNLOAD: "Download of new products",
  RESTORE: "Restore of mappings",
  IGNORE: "Ignoring of listings",
};

function count(label: string, n: number): string {
  return `${label}: ${n.toLocaleString()}`;
}

/** Numbers with their labels, without the zeros. */
export function counts(...all: [label: string, n: number][]): string[] {
  return all.filter(([, n]) => n > 0).map(([label, n]) => count(label, n));
}

/** The result of an operation as short texts. */
export function outcome(operation: Operation): string[] {
  const { loadSummary: load, importSummary: imported, customMappingSummary: custom, ignoreSummary: ignore, created, deleted } = operation;
  if (load) {
    return [
      count("Rows read", load.read),
      ...counts(["New", load.created], ["Updated", load.updated], ["Removed", load.removed], ["Refused", load.rejected], ["Mappings deleted", load.mappingsDeleted]),
    ];
  }
  if (imported) {
    return [
      count("Unmapped products found", imported.unmappedProducts),
      ...counts(
        ["Existing price options linked", imported.existingPriceOptionsLinked],
        ["Existing size options linked", imported.existingSizeOptionsLinked],
        ["Left unmappable", imported.unmappable],
      ),
    ];
  }
  if (custom) {
    return [count("Rows read", custom.rowsRead), ...counts(["Product options mapped", custom.productOptionsMapped], ["Blank", custom.blank], ["Refused", custom.rejected], ["Mappings deleted", deleted])];
  }
  const changes = counts(["Mappings created", created], ["Mappings deleted", deleted], ["Ignored", ignore?.ignored ?? 0], ["Not ignored any more", ignore?.takenBack ?? 0]);
  return changes.length > 0 ? changes : ["No mapping was changed"];
}

/** The number of rejected rows; undefined for kinds of which only rejectedRows has it. */
export function rejectedCount(operation: Operation): number | undefined {
  if (operation.loadSummary) return operation.loadSummary.rejected;
  if (operation.customMappingSummary) return operation.customMappingSummary.rejected;
  return operation.kind === "DOWNLOAD" || operation.kind === "RESTORE" || operation.kind === "IGNORE" ? undefined : 0;
}
