/** A new key for @idempotent. crypto.randomUUID is missing on pages that do not come by HTTPS, as within an office. */
export function newRequestKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
