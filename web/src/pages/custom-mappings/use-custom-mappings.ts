import { useState } from "react";
import { type CombinedError, useMutation } from "urql";
import { ApplyCustomMappings, CheckCustomMappings, type CustomMappingOptions, type CustomMappingsResult } from "../../api/custom-mappings";
import type { Operation } from "../../api/operations";
import { useRun } from "../../api/run";

/** What went wrong when a file was checked or applied. */
export interface Failure {
  error?: CombinedError;
  /** A message: the file cannot be read any more. */
  file?: string;
  userErrors: CustomMappingsResult["userErrors"];
}

export interface CustomMappingUpload {
  file?: File;
  options: CustomMappingOptions;
  /** The result of the dry run of this file with these options. */
  checked?: CustomMappingsResult;
  /** The result if nothing was done, and so no operation recorded. */
  applied?: CustomMappingsResult;
  checking: boolean;
  applying: boolean;
  progress?: Operation;
  failure?: Failure;
  choose: (file?: File) => void;
  setOptions: (options: CustomMappingOptions) => void;
  check: () => Promise<void>;
  apply: (repeat?: boolean) => Promise<void>;
  /** Back to the file, which stays. */
  back: () => void;
}

/** A file of custom mappings: chosen, checked by a dry run, applied. onDone gets the id of the operation. */
export function useCustomMappingUpload(integrationId: string, onDone: (operationId: string) => void): CustomMappingUpload {
  const [, checkMappings] = useMutation(CheckCustomMappings);
  const [, applyMappings] = useMutation(ApplyCustomMappings);
  const applyRun = useRun("CUSTOM", integrationId);
  const [file, setFile] = useState<File>();
  const [options, setOptions] = useState<CustomMappingOptions>({ atomic: false, allowMappable: false });
  const [checked, setChecked] = useState<CustomMappingsResult>();
  const [content, setContent] = useState<File>();
  const [applied, setApplied] = useState<CustomMappingsResult>();
  const [checking, setChecking] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const back = () => {
    setChecked(undefined);
    setContent(undefined);
    setApplied(undefined);
    setFailure(undefined);
  };

  const check = async () => {
    if (!file) return;
    back();
    setChecking(true);
    const content = await readIntoMemory(file);
    setContent(content);
    const found = content ? await checkContent(content) : { file: changed(file), userErrors: [] };
    setFailure(found);
    setChecking(false);
  };

  const checkContent = async (content: File): Promise<Failure | undefined> => {
    const { data, error } = await checkMappings({ input: { integrationId, file: content, ...options, dryRun: true } });
    const result = data?.applyCustomMappings;
    const found = await failureOf(content, error, result);
    if (!found) setChecked(result);
    return found;
  };

  const apply = async (repeat = false) => {
    if (!file || !content) return;
    setFailure(undefined);
    // A file that was changed since has to be checked again before it is applied.
    if (!(await readable(file))) {
      setFailure({ file: changed(file), userErrors: [] });
      return;
    }
    const { data, error, lostOperationId } = await applyRun.run((key) => applyMappings({ input: { integrationId, file: content, ...options }, key }), repeat);
    const result = data?.applyCustomMappings;
    const operation = result?.operation?.id ?? lostOperationId;
    if (operation !== undefined) {
      setFile(undefined);
      back();
      onDone(operation);
      return;
    }
    const found = await failureOf(file, error, result);
    setFailure(found);
    if (!found) setApplied(result);
  };

  return {
    file,
    options,
    checked,
    applied,
    checking,
    applying: applyRun.busy,
    progress: applyRun.progress,
    failure,
    choose: (chosen) => {
      back();
      setFile(chosen);
    },
    setOptions: (chosen) => {
      back();
      setOptions(chosen);
    },
    check,
    apply,
    back,
  };
}

async function failureOf(file: File, error: CombinedError | undefined, result: CustomMappingsResult | undefined): Promise<Failure | undefined> {
  if (error?.networkError && !(await readable(file))) return { file: changed(file), userErrors: [] };
  if (error || !result) return { error, userErrors: [] };
  return result.userErrors.length > 0 ? { userErrors: result.userErrors } : undefined;
}

// Larger files are read from the disk each time they are sent.
const largestInMemory = 100_000_000;

/** A copy of the file, so that what is applied is what was checked; undefined if it cannot be read. */
async function readIntoMemory(file: File): Promise<File | undefined> {
  try {
    return file.size > largestInMemory ? file : new File([await file.arrayBuffer()], file.name, { type: file.type });
  } catch {
    return undefined;
  }
}

/** Browsers refuse to read a file that has changed since it was chosen. */
async function readable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function changed(file: File): string {
  return `${file.name} was changed, moved or removed after it was chosen. Choose it again, so that it is checked as it is now.`;
}
