import type { ReactNode } from "react";

// Each has a shape of its own, so that no colour is needed.
const shapes = {
  done: { tone: "ok", path: <><circle cx="7" cy="7" r="6" fill="currentColor" /><path d="m4.3 7.2 2 2 3.6-4" fill="none" stroke="var(--surface)" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" /></> },
  none: { tone: "", path: <circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.4" strokeDasharray="2.4 2" /> },
  several: { tone: "", path: <><circle cx="4.8" cy="7" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.4" /><circle cx="9.2" cy="7" r="3.4" fill="none" stroke="currentColor" strokeWidth="1.4" /></> },
  held: { tone: "", path: <><rect x="2.5" y="6.2" width="9" height="6.3" rx="1.4" fill="currentColor" /><path d="M4.6 6.2V4.6a2.4 2.4 0 0 1 4.8 0v1.6" fill="none" stroke="currentColor" strokeWidth="1.4" /></> },
  taken: { tone: "", path: <path d="M2 4.5h6.5m-2-2.5 2.5 2.5-2.5 2.5M2 10h3" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinecap="round" strokeLinejoin="round" /> },
  part: { tone: "warn", path: <><circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.4" /><path d="M7 1.5a5.5 5.5 0 0 1 0 11Z" fill="currentColor" /></> },
  off: { tone: "", path: <circle cx="7" cy="7" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.4" /> },
  many: { tone: "crit", path: <path d="M7 2.5 12.5 11.5h-11Z" fill="currentColor" /> },
  few: { tone: "warn", path: <path d="M7 11.5 1.5 2.5h11Z" fill="currentColor" /> },
  warn: { tone: "warn", path: <><path d="M7 1.6 13 12.4H1Z" fill="currentColor" /><path d="M7 5.4v3M7 10.4v.1" stroke="var(--surface)" strokeWidth="1.4" strokeLinecap="round" /></> },
} as const;

export type SignName = keyof typeof shapes;

/** A sign of a status with its word, which may be for screen readers alone. */
export function Sign({ name, children }: { name: SignName; children: ReactNode }) {
  const { tone, path } = shapes[name];
  return (
    <span className={`sign ${tone}`}>
      <svg viewBox="0 0 14 14" aria-hidden>
        {path}
      </svg>
      {children}
    </span>
  );
}
