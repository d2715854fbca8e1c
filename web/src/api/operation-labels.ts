import type { OperationKind, OperationPhase } from "../gql/graphql";
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
  DELETE_DOWNLOADED: "Deletion of downloaded products",
  SPLIT: "Split into FBM and FBA",
  SUGGEST: "Suggestions",
};

/** What users read about what a running operation does. */
export const phaseLabels: Record<OperationPhase, string> = {
  WAITING: "Waiting for another change to end",
  READING: "Reading the rows",
  CHECKING: "Checking what was read",
  WRITING: "Writing what is new or different",
  MAPPING: "Making the mappings",
  DELETING: "Deleting the mappings",
  MATCHING: "Working out what matches",
};

/** Who made an operation. On a server without keys that is anyone who uses it. */
export function actorName(actor: string): string {
  return actor === "local" ? "omnimap" : actor;
}

/** Why an operation failed, without the API's name for a confirmation that only the page of the load asks for. */
export function failureOf({ error }: { error?: string | null }): string {
  return error?.replace(" (allowShrink)", "") ?? "Nothing was changed.";
}

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
      ...counts(["New", load.created], ["Updated", load.updated], ["Removed", load.removed], ["Left out", load.leftOut], ["Refused", load.rejected], ["Mappings deleted", load.mappingsDeleted]),
    ];
  }
  if (imported) {
    return [
      count("Unmapped products found", imported.unmappedProducts),
      ...counts(
        ["Existing price options linked", imported.existingPriceOptionsLinked],
        ["Existing size options linked", imported.existingSizeOptionsLinked],
        ["Left partially mapped, with parents", imported.partiallyMapped],
        ["Left unmappable, with parents", imported.unmappable],
      ),
    ];
  }
  if (custom) {
    return [count("Rows read", custom.rowsRead), ...counts(["Product options mapped", custom.productOptionsMapped], ["Blank", custom.blank], ["Refused", custom.rejected], ["Mappings deleted", deleted])];
  }
  const changes = counts(["Mappings created", created], ["Mappings deleted", deleted], ["Ignored", ignore?.ignored ?? 0], ["Not ignored any more", ignore?.takenBack ?? 0], [operation.kind === "RESTORE" ? "Not put back" : "Refused", operation.rejected]);
  return changes.length > 0 ? changes : ["No mapping was changed"];
}
