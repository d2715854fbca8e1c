import { copyText } from "../api/save";

const begins = 15;
const ends = 8;

/**
 * A SKU or a Code. It never breaks; of a long one the middle is left out to the eye, while copying, screen readers and the title have it
 * whole. With copies, a click copies it.
 */
export function Sku({ children, most = 24, copies = false }: { children: string; most?: number; copies?: boolean }) {
  const letters = [...children];
  const shown =
    letters.length <= most ? (
      children
    ) : (
      <>
        {letters.slice(0, Math.min(begins, most - ends - 1)).join("")}
        <span className="cut">{letters.slice(Math.min(begins, most - ends - 1), -ends).join("")}</span>
        {letters.slice(-ends).join("")}
      </>
    );
  if (!copies) {
    return (
      <span className="sku" title={letters.length > most ? children : undefined}>
        {shown}
      </span>
    );
  }
  return (
    <button type="button" className="sku" title={`Copy ${children}`} tabIndex={-1} onClick={(event) => copy(event.currentTarget, children)}>
      {shown}
    </button>
  );
}

/** The title says that it was copied, for as long as the pointer may be there. */
async function copy(button: HTMLButtonElement, text: string) {
  const done = await copyText(text);
  button.title = done ? "Copied" : "The browser did not let it be copied";
  setTimeout(() => (button.title = `Copy ${text}`), 2_000);
}
