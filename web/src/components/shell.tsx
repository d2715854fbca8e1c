import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { IconKey, IconMoon, IconSun } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useGoKeys } from "./go-keys";
import { BottomNav, SideNav } from "./navigation";
import { TitleSlot } from "./page";
import { RunningWork } from "./running-work";
import { Toasts } from "./toast";

/** The frame around every page. find is the search over everything. */
export function Shell({ onKey, find, children }: { onKey: () => void; find: ReactNode; children: ReactNode }) {
  const [more, setMore] = useState(false);
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  const close = () => setMore(false);
  useGoKeys();
  return (
    <TitleSlot value={slot}>
      <div className="app">
        <a href="#content" className="skip-link">
          Skip to the content
        </a>
        <SideNav opened={more} onNavigate={close} />
        <div>
          <header className="top">
            <div ref={setSlot} className="top-title" />
            {find}
            <RunningWork />
            <ColorScheme />
            <button type="button" className="icon-button" onClick={onKey} aria-label="API key" title="API key">
              <IconKey size={16} stroke={1.5} />
            </button>
          </header>
          <main className="main" id="content" tabIndex={-1}>
            {children}
          </main>
        </div>
        <Toasts />
        <BottomNav opened={more} onMore={() => setMore(!more)} onNavigate={close} />
      </div>
    </TitleSlot>
  );
}

function ColorScheme() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme("light") === "dark";
  const label = dark ? "Light colours" : "Dark colours";
  return (
    <button type="button" className="icon-button" onClick={() => setColorScheme(dark ? "light" : "dark")} aria-label={label} title={label}>
      {dark ? <IconSun size={16} stroke={1.5} /> : <IconMoon size={16} stroke={1.5} />}
    </button>
  );
}
