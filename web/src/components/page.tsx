import { Group, Stack, Text } from "@mantine/core";
import { createContext, type ReactNode, useContext, useEffect, useRef } from "react";
import { createPortal } from "react-dom";

// The page that is opened first leaves the focus where the browser has it.
let opened = 0;

const Slot = createContext<HTMLElement | null>(null);

/** Gives pages the place in the top bar where their headings stand. */
export const TitleSlot = Slot.Provider;

/** A page: its heading, what it is about, its actions, and its content. Forms are narrow. */
export function Page({ title, about, meta, actions, narrow = false, children }: { title: string; about?: ReactNode; meta?: ReactNode; actions?: ReactNode; narrow?: boolean; children: ReactNode }) {
  return (
    <Stack gap="md" pt="md" maw={narrow ? 820 : undefined}>
      <PageTitle tab={title} meta={meta}>
        {title}
      </PageTitle>
      {(about || actions) && (
        <Group justify="space-between">
          <Text size="sm" c="dimmed" maw={760}>
            {about}
          </Text>
          {actions}
        </Group>
      )}
      {children}
    </Stack>
  );
}

/** A page's heading, in the top bar, with what is to be known beside it. It takes the focus on navigation, and names the browser's tab. */
export function PageTitle({ children, tab, meta }: { children: ReactNode; tab: string; meta?: ReactNode }) {
  const slot = useContext(Slot);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${tab} · omnimap`;
  }, [tab]);
  useEffect(() => {
    if (slot && opened++ > 0) heading.current?.focus({ preventScroll: true });
  }, [slot]);
  if (!slot) return null;
  return createPortal(
    <>
      <h1 ref={heading} tabIndex={-1}>
        {children}
      </h1>
      {meta && <span className="meta">{meta}</span>}
    </>,
    slot,
  );
}
