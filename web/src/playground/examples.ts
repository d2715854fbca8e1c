import type { GraphiQLProps } from "graphiql";

type Tabs = NonNullable<GraphiQLProps["defaultTabs"]>;

/** The tabs of a first visit; integration is an id, or empty if there is none yet. */
export function examples(integration: string): Tabs {
  const variables = (more: object = {}) => JSON.stringify({ integration: integration || "the id of an integration", ...more }, null, 2);
  const mappings = [
    { sku: "K-100", cin7Code: "K-100-NP" },
    { sku: "a SKU of yours", cin7Code: "a Code of yours" },
  ];
  return [
    { query: preview, variables: variables() },
    { query: importing, variables: variables({ key: newKey() }) },
    { query: byHand, variables: variables({ mappings }) },
    { query: batch, variables: variables({ first: newKey(), second: newKey() }) },
    { query: watch, variables: variables() },
  ];
}

/** A new key for @idempotent. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const preview = `# What an import would do. Nothing is changed.
# Ctrl+Enter sends it; the id is a variable, below.
query Preview($integration: ID!) {
  integrations {
    id
    name
    productsEnabled
    productStatus {
      mapped
      partiallyMapped
      mappable
      unmappable
    }
  }
  importPreview(integrationId: $integration) {
    unmapped
    mappable
    unmappable
  }
  # Why some cannot be mapped by their SKU.
  unmappableProducts(
    integrationId: $integration
    first: 5
  ) {
    totalCount
    nodes {
      sku
      title
      unmappableReason
    }
  }
}
`;

const importing = `# Maps every mappable listing, all or nothing.
# With @idempotent it can be sent again when its answer
# was lost: it is done once, and every repeat has the
# first one's answer. Another import takes another key.
mutation Import($integration: ID!, $key: String!) {
  importProducts(
    input: { integrationId: $integration, scope: ALL }
  ) @idempotent(key: $key) {
    operation {
      id
      state
      finishedAt
    }
    summary {
      unmappedProducts
      existingPriceOptionsLinked
      existingSizeOptionsLinked
      mappingsCreated
      unmappable
    }
    userErrors {
      code
      message
      field
    }
  }
}
`;

const byHand = `# Maps listings to the Codes given beside their SKUs.
# A dry run answers the same and changes nothing: take
# dryRun away to map. Refused rows say what to do.
mutation CustomMappings(
  $integration: ID!
  $mappings: [CustomMappingInput!]!
) {
  applyCustomMappings(
    input: {
      integrationId: $integration
      mappings: $mappings
      dryRun: true
    }
  ) {
    summary {
      rowsRead
      productOptionsMapped
      blank
      rejected
    }
    rejectedRows {
      row
      sku
      cin7Code
      code
      message
    }
    userErrors {
      code
      message
      field
    }
  }
}
`;

const batch = `# Several mutations in one request, each under a name
# of its own. They are done one after the other, each
# for itself: what one did stays, whatever comes of the
# next. Each has a key of its own.
mutation Batch(
  $integration: ID!
  $first: String!
  $second: String!
) {
  turnOn: updateIntegration(
    input: { id: $integration, productsEnabled: true }
  ) @idempotent(key: $first) {
    integration {
      name
      productsEnabled
    }
    userErrors {
      code
      message
    }
  }
  importNew: importProducts(
    input: {
      integrationId: $integration
      scope: SINCE_LAST_IMPORT
    }
  ) @idempotent(key: $second) {
    summary {
      unmappedProducts
      mappingsCreated
      unmappable
    }
    userErrors {
      code
      message
    }
  }
}
`;

const watch = `# Tells each change of operations as it happens. Start
# it, import in another window, and watch it here. The
# same button ends it.
subscription Watch($integration: ID!) {
  operationUpdated(integrationId: $integration) {
    kind
    state
    actor
    done
    total
    created
    deleted
    error
  }
}
`;
