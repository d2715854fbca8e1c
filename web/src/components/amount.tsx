/** A price with two decimals; a dash where it is not known. */
export function Price({ children }: { children: string | null | undefined }) {
  if (children == null) return <Unknown />;
  return Number(children).toLocaleString(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** How many there are; a dash where it is not known. Omni's need not be whole. */
export function Stock({ children }: { children: string | number | null | undefined }) {
  if (children == null) return <Unknown />;
  return Number(children).toLocaleString();
}

function Unknown() {
  return (
    <span className="less" title="Not known">
      —
    </span>
  );
}
