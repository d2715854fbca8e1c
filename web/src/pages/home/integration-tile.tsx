import { Anchor, Badge, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconDownload, IconListCheck } from "@tabler/icons-react";
import { Link } from "wouter";
import type { Integration } from "../../api/integrations";
import { marketplaceName } from "../../components/marketplaces";
import { When } from "../../components/timestamp";
import { StatusBar } from "./status-bar";

/** An integration: its Product Status and links to its pages. */
export function Tile({ integration }: { integration: Integration }) {
  const { id, name, sellerId, marketplaceId, productsEnabled, lastImportAt, productStatus: status } = integration;
  const at = (page: string) => `/integrations/${encodeURIComponent(id)}/${page}`;
  const heading = `integration-${id}`;
  return (
    <Card component="section" aria-labelledby={heading} withBorder padding="lg" maw={820}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            <Title order={2} size="h3" id={heading} style={{ overflowWrap: "anywhere" }}>
              {name}
            </Title>
            <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
              Seller {sellerId}, {marketplaceName(marketplaceId)}
            </Text>
          </div>
          {!productsEnabled && (
            <Badge color="gray" variant="outline" style={{ flexShrink: 0 }}>
              Products is off
            </Badge>
          )}
        </Group>
        <div>
          <Group justify="space-between" mb="xs">
            <Title order={3} size="h5">
              Product Status
            </Title>
            <Text size="sm" c="dimmed">
              {lastImportAt ? (
                <>
                  Last import <When at={lastImportAt} ago />
                </>
              ) : (
                "No import yet"
              )}
            </Text>
          </Group>
          <StatusBar status={status} />
        </div>
        {!productsEnabled && (
          <Text size="sm">
            Nothing can be mapped while Products is off. <Link href="/settings">Turn it on in Settings.</Link>
          </Text>
        )}
        <Group gap="sm">
          <Button component={Link} href={at("download")} leftSection={<IconDownload size={16} aria-hidden />} variant={status.mappable > 0 ? "filled" : "default"}>
            Download Products
          </Button>
          <Button component={Link} href={at("mapped")} leftSection={<IconListCheck size={16} aria-hidden />} variant="default">
            View Mapped Products
          </Button>
        </Group>
        <Group gap="lg">
          {status.unmappable > 0 && (
            <Anchor component={Link} href={at("unmapped")} size="sm">
              Unmappable products ({status.unmappable.toLocaleString()})
            </Anchor>
          )}
          {status.partiallyMapped > 0 && (
            <Anchor component={Link} href={at("remap")} size="sm">
              Remap ({status.partiallyMapped.toLocaleString()} partially mapped)
            </Anchor>
          )}
        </Group>
      </Stack>
    </Card>
  );
}
