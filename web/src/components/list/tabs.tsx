import { Link } from "wouter";

export type Tab = { key: string; label: string; href: string; count?: number };

/** The parts of a list, each with its number: "…" while it is counted. */
export function Tabs({ label, tabs, active }: { label: string; tabs: readonly Tab[]; active: string }) {
  return (
    <nav className="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <Link key={tab.key} href={tab.href} aria-current={tab.key === active ? "page" : undefined}>
          {tab.label}
          <span className="count">{tab.count === undefined ? "…" : tab.count.toLocaleString()}</span>
        </Link>
      ))}
    </nav>
  );
}
