import { Title } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";

/** The heading of a step. It takes the focus when its step follows another, so that screen readers read it. */
export function StepHeading({ follows, children }: { follows: boolean; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (follows) heading.current?.focus();
  }, [follows]);
  return (
    <Title order={2} size="h3" ref={heading} tabIndex={-1} style={{ outline: "none" }}>
      {children}
    </Title>
  );
}
