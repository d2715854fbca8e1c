import { IconActivity, IconCode, IconDownload, IconFileSpreadsheet, IconHome, IconLink, IconList, IconMenu2, IconSettings, IconUpload } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useOperationUpdates } from "../api/operations";
import { toDo, useWorkCounts } from "../api/work";
import { pageOf, useCurrentIntegration } from "./current-integration";
import { IntegrationSwitch } from "./integration-switch";

type Item = { href: string; label: string; icon: typeof IconHome; count?: number };

/** The pages: those of the account, those of the integration that is worked on, and what is needed seldom. */
export function SideNav({ opened, onNavigate }: { opened: boolean; onNavigate: () => void }) {
  const { integrations, current, refresh } = useCurrentIntegration();
  useOperationUpdates((operation) => operation.state !== "RUNNING" && refresh());
  const counts = useWorkCounts(current?.id);
  const item = (one: Item) => <NavItem key={one.href} {...one} onNavigate={onNavigate} />;
  return (
    <nav className={opened ? "side open" : "side"} id="navigation" aria-label="Pages">
      <Link href="/" className="brand" onClick={onNavigate}>
        <img src="/icon.svg" alt="" />
        omnimap
      </Link>
      {item({ href: "/", label: "Home", icon: IconHome })}
      {item({ href: "/activity", label: "Activity", icon: IconActivity })}
      {current && (
        <>
          <IntegrationSwitch integrations={integrations} current={current} onNavigate={onNavigate} />
          {item({ href: pageOf(current.id, "work"), label: "Work list", icon: IconList, count: counts && toDo(counts) })}
          {item({ href: pageOf(current.id, "mapped"), label: "Mapped", icon: IconLink, count: current.productStatus.mapped })}
          {item({ href: pageOf(current.id, "download"), label: "Download Products", icon: IconDownload })}
          {item({ href: pageOf(current.id, "custom-mappings"), label: "Custom Mappings", icon: IconFileSpreadsheet })}
        </>
      )}
      <span className="spring" />
      {item({ href: "/load", label: "Load a file", icon: IconUpload })}
      {item({ href: "/settings", label: "Settings", icon: IconSettings })}
      <a href="/playground" className="nav">
        <IconCode size={16} stroke={1.5} aria-hidden />
        Playground
      </a>
    </nav>
  );
}

function NavItem({ href, label, icon: Icon, count, onNavigate }: Item & { onNavigate: () => void }) {
  const [location] = useLocation();
  return (
    <Link href={href} className="nav" aria-current={location === href ? "page" : undefined} onClick={onNavigate}>
      <Icon size={16} stroke={1.5} aria-hidden />
      {label}
      {count !== undefined && count > 0 && <span className="count">{count.toLocaleString()}</span>}
    </Link>
  );
}

/** The same for a phone: the places of daily work, and a button for the rest. */
export function BottomNav({ opened, onMore, onNavigate }: { opened: boolean; onMore: () => void; onNavigate: () => void }) {
  const { current } = useCurrentIntegration();
  const [location] = useLocation();
  const item = (href: string, label: string, icon: ReactNode) => (
    <Link href={href} aria-current={location === href && !opened ? "page" : undefined} onClick={onNavigate}>
      {icon}
      {label}
    </Link>
  );
  return (
    <nav className="bottom" aria-label="Places">
      {item("/", "Home", <IconHome size={20} stroke={1.5} aria-hidden />)}
      {item(current ? pageOf(current.id, "work") : "/load", "Work", <IconList size={20} stroke={1.5} aria-hidden />)}
      {item(current ? pageOf(current.id, "mapped") : "/load", "Mapped", <IconLink size={20} stroke={1.5} aria-hidden />)}
      {item("/activity", "Activity", <IconActivity size={20} stroke={1.5} aria-hidden />)}
      <button type="button" onClick={onMore} aria-expanded={opened} aria-controls="navigation">
        <IconMenu2 size={20} stroke={1.5} aria-hidden />
        More
      </button>
    </nav>
  );
}
