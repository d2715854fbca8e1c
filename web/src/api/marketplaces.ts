// Amazon's ids, by country, with the currency of prices. Others can be given on purpose.
export const marketplaces: readonly [id: string, country: string, currency: string][] = [
  ["A39IBJ37TRP1C6", "Australia", "AUD"],
  ["AMEN7PMS3EDWL", "Belgium", "EUR"],
  ["A2Q3Y263D00KWC", "Brazil", "BRL"],
  ["A2EUQ1WTGCTBG2", "Canada", "CAD"],
  ["ARBP9OOSHTCHU", "Egypt", "EGP"],
  ["A13V1IB3VIYZZH", "France", "EUR"],
  ["A1PA6795UKMFR9", "Germany", "EUR"],
  ["A21TJRUUN4KGV", "India", "INR"],
  ["A28R8C7NBKEWEA", "Ireland", "EUR"],
  ["APJ6JRA9NG5V4", "Italy", "EUR"],
  ["A1VC38T7YXB528", "Japan", "JPY"],
  ["A1AM78C64UM0Y8", "Mexico", "MXN"],
  ["A1805IZSGTT6HS", "Netherlands", "EUR"],
  ["A1C3SOZRARQ6R3", "Poland", "PLN"],
  ["A17E79C6D8DWNP", "Saudi Arabia", "SAR"],
  ["A19VAU5U5O7RUS", "Singapore", "SGD"],
  ["AE08WJ6YKNBMC", "South Africa", "ZAR"],
  ["A1RKKUPIHCS9HS", "Spain", "EUR"],
  ["A2NODRKZP88ZB9", "Sweden", "SEK"],
  ["A33AVAJ2PDY3EV", "Turkey", "TRY"],
  ["A2VIGQ35RCS4UG", "United Arab Emirates", "AED"],
  ["A1F83G8C2ARO7P", "United Kingdom", "GBP"],
  ["ATVPDKIKX0DER", "United States", "USD"],
];

const known = new Map(marketplaces.map(([id, country, currency]) => [id, { country, currency }]));

/** The marketplace of an id: its country, or the id where it is none of Amazon's. */
export function marketplaceName(id: string): string {
  return known.get(id)?.country ?? `marketplace ${id}`;
}

/** An amount in the currency of a marketplace; without a sign where that is not known. */
export function money(amount: string, marketplaceId: string): string {
  const currency = known.get(marketplaceId)?.currency;
  return Number(amount).toLocaleString(undefined, currency ? { style: "currency", currency, maximumFractionDigits: 0 } : { maximumFractionDigits: 0 });
}

/** The sign of a marketplace's currency, as in £; empty where that is not known. */
export function currencySign(marketplaceId: string): string {
  const currency = known.get(marketplaceId)?.currency;
  if (!currency) return "";
  return new Intl.NumberFormat(undefined, { style: "currency", currency, currencyDisplay: "narrowSymbol" }).formatToParts(0).find((part) => part.type === "currency")?.value ?? "";
}
