import { SimpleGrid, Text } from "@mantine/core";
import type { Integration } from "../../api/integrations";
import { counted } from "../../components/counted";
import classes from "./status-bar.module.css";

type Status = Integration["productStatus"];

const segments: { key: keyof Omit<Status, "__typename">; label: string; meaning: string }[] = [
  { key: "mapped", label: "Mapped", meaning: "Linked to Omni items" },
  { key: "partiallyMapped", label: "Partially mapped", meaning: "Others of the family are mapped" },
  { key: "mappable", label: "Mappable", meaning: "An import maps them" },
  { key: "unmappable", label: "Unmappable", meaning: "Each has a reason" },
];

/** The statuses of listings, as one bar and as numbers. */
export function StatusBar({ status }: { status: Status }) {
  const all = segments.reduce((sum, { key }) => sum + status[key], 0);
  if (all === 0) return <Text size="sm">There are no listings yet: load Amazon's All Listings Report.</Text>;
  return (
    <>
      <div className={classes.bar} role="img" aria-label={segments.map(({ key, label }) => `${label}: ${status[key].toLocaleString()}, ${share(status[key], all)}`).join("; ")}>
        {segments.map(({ key, label }) => status[key] > 0 && <div key={key} className={classes[key]} style={{ flexGrow: status[key] }} title={`${label}: ${status[key].toLocaleString()}`} />)}
      </div>
      <SimpleGrid component="dl" cols={{ base: 2, xs: 4 }} spacing="sm" mt="sm" mb={0}>
        {segments.map(({ key, label, meaning }) => (
          <div key={key}>
            <dt className={classes.term}>
              <span className={`${classes.swatch} ${classes[key]}`} aria-hidden />
              {label}
            </dt>
            <dd className={classes.count}>
              {`${status[key].toLocaleString()} `}
              <span className={classes.share}>{share(status[key], all)}</span>
            </dd>
            <dd className={classes.meaning}>{meaning}</dd>
          </div>
        ))}
      </SimpleGrid>
      <Text size="xs" c="dimmed" mt="xs">
        {counted(all, "listing")} in all
      </Text>
    </>
  );
}

// 0 % and 100 % are shown only of none and of all.
function share(n: number, all: number): string {
  if (n > 0 && n * 200 < all) return "<1 %";
  if (n < all && (all - n) * 200 < all) return ">99 %";
  return `${Math.round((100 * n) / all)} %`;
}
