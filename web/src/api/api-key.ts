// The API key of this browser, kept for this tab alone unless the user wants it remembered.

const name = "omnimap-api-key";

/** The key, or an empty text where there is none. */
export function apiKey(): string {
  return sessionStorage.getItem(name) ?? localStorage.getItem(name) ?? "";
}

/** Takes a key from now on; an empty one forgets it. */
export function setAPIKey(key: string, remember: boolean): void {
  sessionStorage.removeItem(name);
  localStorage.removeItem(name);
  if (key !== "") (remember ? localStorage : sessionStorage).setItem(name, key);
}

/** The headers with which every request is sent: the key, and one that browsers do not send for the pages of other sites. */
export function requestHeaders(): Record<string, string> {
  const headers: Record<string, string> = { "GraphQL-Preflight": "1" };
  const key = apiKey();
  if (key !== "") headers.Authorization = `Bearer ${key}`;
  return headers;
}
