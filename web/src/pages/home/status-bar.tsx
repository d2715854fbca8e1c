import { listingCount, type Integration } from "../../api/integrations";
import type { Counts } from "../../api/work";

/** The parts of an integration's listings, in the order in which work goes from one to the next. */
export const parts = [
  { key: "mapped", label: "Mapped" },
  { key: "partial", label: "Partially mapped" },
  { key: "mappable", label: "Mappable, by an import" },
  { key: "map", label: "To map" },
  { key: "nothing", label: "Nothing to do" },
] as const;

/** How the listings stand, as one bar. */
export function StatusBar({ integration, counts }: { integration: Integration; counts: Counts }) {
  const { mapped, mappable } = integration.productStatus;
  const all = listingCount(integration);
  const { map, partial } = counts;
  const numbers = { mapped, partial, mappable, map, nothing: Math.max(0, all - mapped - partial - mappable - map) };
  if (all === 0) return <span className="less">No listings yet</span>;
  return (
    <div className="status-bar" role="img" aria-label={`Product Status: ${parts.map(({ key, label }) => `${label} ${numbers[key].toLocaleString()}`).join("; ")}`}>
      {parts.map(({ key, label }) => numbers[key] > 0 && <div key={key} className={`part-${key}`} style={{ flexGrow: numbers[key] }} title={`${label}: ${numbers[key].toLocaleString()}`} />)}
    </div>
  );
}

/** What the patterns of the bar mean. */
export function Legend() {
  return (
    <div className="legend desk" aria-hidden>
      {parts.map(({ key, label }) => (
        <span key={key}>
          <i className={`part-${key}`} />
          {label}
        </span>
      ))}
    </div>
  );
}
