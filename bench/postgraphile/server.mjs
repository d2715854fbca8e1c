// PostGraphile over the product's tables. What the tables do not say, since
// mappings carry no foreign keys, the tags do.
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { jsonPgSmartTags } from "postgraphile/utils";

const foreignKey = [
  "(account_id, integration_id, sku) references listings (account_id, integration_id, sku)|@fieldName listing",
  "(account_id, product_id) references omni_products (account_id, id)|@fieldName product",
  "(account_id, product_id, option_id) references omni_options (account_id, product_id, id)|@fieldName option",
  "(account_id, product_id, option_id, size_id) references omni_sizes (account_id, product_id, option_id, id)|@fieldName size",
];

const preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [jsonPgSmartTags({ version: 1, config: { class: { mappings: { tags: { foreignKey } } } } })],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ["public"] })],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
};

const server = createServer();
await postgraphile(preset).createServ(grafserv).addTo(server);
server.listen(0, "127.0.0.1", () => console.log(`PostGraphile at http://127.0.0.1:${server.address().port}`));
