import { Divider, NavLink, Text } from "@mantine/core";
import { IconArrowsShuffle, IconDownload, IconLink, IconListCheck, IconUnlink } from "@tabler/icons-react";
import { Link } from "wouter";
import { Integrations } from "../api/integrations";
import { useLastingQuery } from "../api/lasting-query";

const pages = [
  { page: "download", label: "Download Products", icon: IconDownload },
  { page: "custom-mappings", label: "Custom Mappings", icon: IconLink },
  { page: "unmapped", label: "Unmappable", icon: IconUnlink },
  { page: "mapped", label: "Mapped", icon: IconListCheck },
  { page: "remap", label: "Remap", icon: IconArrowsShuffle },
];

/** Links to the pages of the open integration. */
export function IntegrationNav({ id, location, onNavigate }: { id: string; location: string; onNavigate: () => void }) {
  const [{ data }] = useLastingQuery({ query: Integrations });
  const name = data?.integrations.find((integration) => integration.id === id)?.name ?? "Integration";
  const base = `/integrations/${encodeURIComponent(id)}`;
  return (
    <section aria-label={name}>
      <Divider my="xs" />
      <Text size="sm" fw={600} px="sm" pb={4} lineClamp={2} title={name} style={{ overflowWrap: "anywhere" }}>
        {name}
      </Text>
      {pages.map(({ page, label, icon: Icon }) => {
        const href = `${base}/${page}`;
        return (
          <NavLink
            key={page}
            component={Link}
            href={href}
            label={label}
            leftSection={<Icon size={18} aria-hidden />}
            active={location === href}
            aria-current={location === href ? "page" : undefined}
            onClick={onNavigate}
          />
        );
      })}
    </section>
  );
}
