import { requestHeaders } from "./api-key";

interface Sheet {
  content: Blob;
  name: string;
}

/** Downloads the spreadsheet for custom mappings. onBytes gets the number of bytes so far; the server does not know the total before the end. */
export async function downloadSheet(address: string, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<Sheet> {
  const response = await fetch(address, { headers: requestHeaders(), signal });
  if (!response.ok || !response.body) {
    throw new Error((await response.text()).trim() || `The server answered ${response.status}.`);
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
    bytes += part.value.length;
    onBytes(bytes);
  }
  return {
    content: new Blob(chunks, { type: response.headers.get("Content-Type") ?? "" }),
    name: fileName(response.headers.get("Content-Disposition")) ?? "custom-mappings.xlsx",
  };
}

/** The name that the server gave: filename* where it has other letters than ASCII. */
function fileName(disposition: string | null): string | undefined {
  if (disposition === null) return undefined;
  const encoded = /filename\*=utf-8''([^;]+)/i.exec(disposition)?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  const [, quoted, bare] = /filename=(?:"((?:[^"\\]|\\.)*)"|([^;]+))/i.exec(disposition) ?? [];
  return quoted?.replace(/\\(.)/g, "$1") ?? bare?.trim();
}
