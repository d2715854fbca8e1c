import { useState } from "react";
import { type CombinedError, useMutation } from "urql";
import { ApplyCustomMappings, CheckCustomMappings, type CustomMappingOptions, type CustomMappingsResult } from "../../api/custom-mappings";
import type { Operation } from "../../api/operations";
import { useRun } from "../../api/run";

/** What went wrong with a check or an application. */
export interface Trouble {
  error?: CombinedError;
  /** The file cannot be read any more, in words. */
  file?: string;
  userErrors: CustomMappingsResult["userErrors"];
}

export interface CustomMappingWork {
  file?: File;
  options: CustomMappingOptions;
  /** What the dry run of just this file and these options answered. */
  checked?: CustomMappingsResult;
  /** What was answered where nothing was recorded, since nothing was done. */
  applied?: CustomMappingsResult;
  checking: boolean;
  applying: boolean;
  progress?: Operation;
  trouble?: Trouble;
  choose: (file?: File) => void;
  setOptions: (options: CustomMappingOptions) => void;
  check: () => Promise<void>;
  apply: (repeat?: boolean) => Promise<void>;
  /** Back to the file, which stays. */
  back: () => void;
}

/** A file of custom mappings on its way: chosen, checked by a dry run, applied. onDone hears the id of the operation. */
export function useCustomMappingWork(integrationId: string, onDone: (operationId: string) => void): CustomMappingWork {
  const [, checkMappings] = useMutation(CheckCustomMappings);
  const [, applyMappings] = useMutation(ApplyCustomMappings);
  const work = useRun("CUSTOM", integrationId);
  const [file, setFile] = useState<File>();
  const [options, setOptions] = useState<CustomMappingOptions>({ atomic: false, allowMappable: false });
  const [checked, setChecked] = useState<CustomMappingsResult>();
  const [content, setContent] = useState<File>();
  const [applied, setApplied] = useState<CustomMappingsResult>();
  const [checking, setChecking] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const back = () => {
    setChecked(undefined);
    setContent(undefined);
    setApplied(undefined);
    setTrouble(undefined);
  };

  const check = async () => {
    if (!file) return;
    back();
    setChecking(true);
    const kept = await keptOf(file);
    setContent(kept);
    const found = kept ? await checkKept(kept) : { file: changed(file), userErrors: [] };
    setTrouble(found);
    setChecking(false);
  };

  const checkKept = async (kept: File): Promise<Trouble | undefined> => {
    const { data, error } = await checkMappings({ input: { integrationId, file: kept, ...options, dryRun: true } });
    const result = data?.applyCustomMappings;
    const found = await troubleOf(kept, error, result);
    if (!found) setChecked(result);
    return found;
  };

  const apply = async (repeat = false) => {
    if (!file || !content) return;
    setTrouble(undefined);
    // Whoever changed the file since means it to be applied as it is now: it has to be checked first.
    if (!(await readable(file))) {
      setTrouble({ file: changed(file), userErrors: [] });
      return;
    }
    const { data, error, lost } = await work.run((key) => applyMappings({ input: { integrationId, file: content, ...options }, key }), repeat);
    const result = data?.applyCustomMappings;
    const operation = result?.operation?.id ?? lost;
    if (operation !== undefined) {
      setFile(undefined);
      back();
      onDone(operation);
      return;
    }
    const found = await troubleOf(file, error, result);
    setTrouble(found);
    if (!found) setApplied(result);
  };

  return {
    file,
    options,
    checked,
    applied,
    checking,
    applying: work.busy,
    progress: work.progress,
    trouble,
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

async function troubleOf(file: File, error: CombinedError | undefined, result: CustomMappingsResult | undefined): Promise<Trouble | undefined> {
  if (error?.networkError && !(await readable(file))) return { file: changed(file), userErrors: [] };
  if (error || !result) return { error, userErrors: [] };
  return result.userErrors.length > 0 ? { userErrors: result.userErrors } : undefined;
}

// What is larger is read from the disk each time it is sent.
const largestKept = 100_000_000;

/** The file as it is now, so that what is applied is what was checked; undefined where it cannot be read. */
async function keptOf(file: File): Promise<File | undefined> {
  try {
    return file.size > largestKept ? file : new File([await file.arrayBuffer()], file.name, { type: file.type });
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
