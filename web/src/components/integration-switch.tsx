import { Menu, VisuallyHidden } from "@mantine/core";
import { IconCheck, IconChevronDown, IconPlus } from "@tabler/icons-react";
import { Link, useLocation } from "wouter";
import { useRights } from "../api/viewer";
import { listingCount, type Integration } from "../api/integrations";
import { counted } from "./counted";
import { pageOf } from "./current-integration";

// The pages that every integration has; from any other the switch leads to the work list.
const pages = /^\/integrations\/[^/]+\/(work|mapped|download|custom-mappings)$/;

/** Goes to the same page of another integration. */
export function IntegrationSwitch({ integrations, current, onNavigate }: { integrations: readonly Integration[]; current: Integration; onNavigate: () => void }) {
  const [location] = useLocation();
  const { manages } = useRights();
  const page = pages.exec(location)?.[1] ?? "work";
  return (
    <Menu position="bottom-start" width={240} withinPortal>
      <Menu.Target>
        <button type="button" className="switch">
          <span>
            <VisuallyHidden>Integration: </VisuallyHidden>
            <b title={current.name}>{current.name}</b>
            <span>{counted(listingCount(current), "listing")}</span>
          </span>
          <IconChevronDown size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {integrations.map((one) => (
          <Menu.Item key={one.id} component={Link} href={pageOf(one.id, page)} onClick={onNavigate} aria-current={one.id === current.id ? "true" : undefined} rightSection={one.id === current.id && <IconCheck size={14} aria-hidden />}>
            {one.name}
          </Menu.Item>
        ))}
        {manages && (
          <>
            <Menu.Divider />
            <Menu.Item component={Link} href="/settings#new-integration" onClick={onNavigate} leftSection={<IconPlus size={14} aria-hidden />}>
              Add integration
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
