import { Title } from "@mantine/core";
import { useEffect, useRef, type ReactNode } from "react";

/** The page's heading, which also names the tab and takes the focus when the page is come to. */
export function PageTitle({ children, tab }: { children: ReactNode; tab: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
  }, []);
  useEffect(() => {
    document.title = `${tab} · omnimap`;
  }, [tab]);
  return (
    <Title order={1} size="h2" ref={heading} tabIndex={-1} style={{ outline: "none" }}>
      {children}
    </Title>
  );
}
