import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";

type Props = { title: string; failed?: string; children: ReactNode; confirm: ReactNode; onClose: () => void };

/** What an action would do, in the place of the bar that it was chosen from. Escape closes it; the focus goes where it was. */
export function Panel({ title, failed, children, confirm, onClose }: Props) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    (panel.current?.querySelector<HTMLElement>("[data-autofocus]") ?? panel.current)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <section
      className="bulk tall"
      ref={panel}
      tabIndex={-1}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
      }}
    >
      <h2>{title}</h2>
      {children}
      {failed && (
        <p role="alert" className="code-state wrong">
          {failed}
        </p>
      )}
      <div className="buttons">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        {confirm}
      </div>
    </section>
  );
}
