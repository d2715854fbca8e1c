const absolute = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const inUTC = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium", timeZone: "UTC" });
const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function relative(at: Date): string {
  const seconds = Math.round((at.getTime() - Date.now()) / 1000);
  for (const [unit, length] of units) {
    if (Math.abs(seconds) >= length) return ago.format(Math.trunc(seconds / length), unit);
  }
  return "just now";
}

/** A point in time: local, or how long ago; its title has the rest, in UTC too. */
export function When({ at, ago = false }: { at: string; ago?: boolean }) {
  const date = new Date(at);
  return (
    <time dateTime={at} title={`${absolute.format(date)} (${inUTC.format(date)} UTC)`}>
      {ago ? relative(date) : absolute.format(date)}
    </time>
  );
}
