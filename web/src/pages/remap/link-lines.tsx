import { useEffect, useState, type RefObject } from "react";

/** A link between a listing and a target, as it is drawn. */
export type LinkLine = { from: string; to: string; kind: "kept" | "new" | "gone" };

type Drawn = LinkLine & { path: string };

const looks = {
  kept: { stroke: "var(--edge)", strokeWidth: 2, strokeDasharray: undefined },
  new: { stroke: "var(--accent-text)", strokeWidth: 3, strokeDasharray: "8 4" },
  gone: { stroke: "var(--crit)", strokeWidth: 2, strokeDasharray: "2 5" },
} as const;

/** Draws links over the two columns of their container. The listings have the same as text. */
export function Lines({ container, links }: { container: RefObject<HTMLElement | null>; links: readonly LinkLine[] }) {
  const [drawn, setDrawn] = useState<readonly Drawn[]>([]);
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const draw = () => setDrawn(measure(element, links));
    draw();
    // Rows grow when they show a message, which changes the container's height.
    const observer = new ResizeObserver(draw);
    observer.observe(element);
    return () => observer.disconnect();
  }, [container, links]);
  return (
    <svg aria-hidden style={{ position: "absolute", inset: 0, width: "100%", height: "100%", pointerEvents: "none", overflow: "visible" }}>
      {drawn.map(({ from, to, kind, path }) => (
        <path key={`${kind} ${from} ${to}`} d={path} fill="none" strokeLinecap="round" {...looks[kind]} />
      ))}
    </svg>
  );
}

function measure(container: HTMLElement, links: readonly LinkLine[]): Drawn[] {
  const box = container.getBoundingClientRect();
  const ends = (attribute: string) => new Map([...container.querySelectorAll<HTMLElement>(`[${attribute}]`)].map((end) => [end.getAttribute(attribute), end.getBoundingClientRect()]));
  const left = ends("data-link-from");
  const right = ends("data-link-to");
  return links.flatMap((link) => {
    const a = left.get(link.from);
    const b = right.get(link.to);
    if (!a || !b) return [];
    const [x1, y1] = [a.right - box.left, a.top + a.height / 2 - box.top];
    const [x2, y2] = [b.left - box.left, b.top + b.height / 2 - box.top];
    const bend = (x2 - x1) / 2;
    return [{ ...link, path: `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}` }];
  });
}

/** What the kinds of lines mean. */
export function Legend() {
  const labels = { kept: "stays", new: "new", gone: "goes" } as const;
  return (
    <div style={{ display: "flex", gap: 16, fontSize: "var(--mantine-font-size-xs)" }}>
      {(["kept", "new", "gone"] as const).map((kind) => (
        <span key={kind} style={{ display: "inline-flex", alignItems: "center", gap: 6 }}>
          <svg width={36} height={8} aria-hidden>
            <path d="M 2 4 H 34" strokeLinecap="round" {...looks[kind]} />
          </svg>
          {labels[kind]}
        </span>
      ))}
    </div>
  );
}
