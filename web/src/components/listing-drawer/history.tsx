import { actorName } from "../../api/operation-labels";
import { When } from "../timestamp";
import type { InFull } from "./documents";

const sources = { IMPORT: "Mapped by an import", CUSTOM: "Mapped by hand", DOWNLOAD: "Mapped with a downloaded product" } as const;

/** What is known of what happened to the listing, the newest first. */
export function History({ listing: { createdAt, mapping, ignored } }: { listing: InFull }) {
  const events = [
    { at: createdAt, text: "Created on Amazon, or first loaded here" },
    ...(mapping ? [{ at: mapping.createdAt, text: sources[mapping.source] }] : []),
    ...(ignored ? [{ at: ignored.at, text: `Ignored by ${actorName(ignored.actor)}${ignored.note ? `: ${ignored.note}` : ""}` }] : []),
  ];
  events.sort((a, b) => b.at.localeCompare(a.at));
  return (
    <section aria-label="History">
      <h3>History</h3>
      <ul>
        {events.map(({ at, text }) => (
          <li key={text}>
            <span className="less" style={{ width: 110, flex: "none" }}>
              <When at={at} ago />
            </span>
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
