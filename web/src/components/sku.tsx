const begins = 15;
const ends = 8;

/**
 * A SKU or a Code. It never breaks; of a long one the middle is left out to the eye, while copying, screen readers and the title have it
 * whole.
 */
export function Sku({ children, most = 24 }: { children: string; most?: number }) {
  const letters = [...children];
  if (letters.length <= most) return <span className="sku">{children}</span>;
  return (
    <span className="sku" title={children}>
      {letters.slice(0, begins).join("")}
      <span className="cut">{letters.slice(begins, -ends).join("")}</span>
      {letters.slice(-ends).join("")}
    </span>
  );
}
