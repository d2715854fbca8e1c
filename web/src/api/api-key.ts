// The API key of this browser, kept for this tab alone unless the user wants it remembered.

const name = "omnimap-api-key";

/** The key, or an empty text where there is none. */
export function apiKey(): string {
  return sessionStorage.getItem(name) ?? localStorage.getItem(name) ?? "";
}

/** Sets the key for later requests; an empty one removes it. */
export function setAPIKey(key: string, remember: boolean): void {
  sessionStorage.removeItem(name);
  localStorage.removeItem(name);
  if (key !== "") (remember ? localStorage : sessionStorage).setItem(name, key);
}

/** The headers of every request: the key, and one that browsers do not send from the pages of other sites. */
export function requestHeaders(): Record<string, string> {
  const headers: Record<string, string> = { "GraphQL-Preflight": "1" };
  const key = apiKey();
  if (key !== "") headers.Authorization = `Bearer ${key}`;
  return headers;
}
