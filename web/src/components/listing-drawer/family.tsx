import { useQuery } from "urql";
import { Link } from "wouter";
import type { MappingStatus } from "../../gql/graphql";
import { Price, Stock } from "../amount";
import { Channel } from "../channel";
import { pageOf } from "../current-integration";
import { Sign, type SignName } from "../sign";
import { Sku } from "../sku";
import { DrawerFamily, type InFull } from "./documents";

const states: Record<MappingStatus, { sign: SignName; word: string }> = {
  MAPPED: { sign: "done", word: "Mapped" },
  PARTIALLY_MAPPED: { sign: "part", word: "Partially mapped" },
  MAPPABLE: { sign: "off", word: "Mappable" },
  UNMAPPABLE: { sign: "none", word: "Not mapped" },
};

/** The listings of the same ASIN, and those of the same family, each with how it stands. */
export function Family({ listing, integrationId, onGo }: { listing: InFull; integrationId: string; onGo: (sku: string) => void }) {
  const { sku, familySku, twins } = listing;
  const [{ data }] = useQuery({ query: DrawerFamily, variables: { integrationId, familySku } });
  const family = data?.amazonListings;
  const others = family?.nodes.filter((one) => one.sku !== sku) ?? [];
  return (
    <>
      {twins.length > 0 && (
        <section aria-label="Twins">
          <h3>
            Twins <span className="less">the same ASIN</span>
          </h3>
          <ul>
            {twins.map((one) => (
              <li key={one.id}>
                <State status={one.status} />
                {one.integration.id === integrationId ? <Go sku={one.sku} onGo={onGo} /> : <Link href={pageOf(one.integration.id, `work?listing=${encodeURIComponent(one.sku)}`)}><Sku>{one.sku}</Sku></Link>}
                <Channel channel={one.fulfillmentChannel} />
                <span className="less">
                  <Price>{one.price}</Price> · <Stock>{one.quantity}</Stock> at Amazon{one.integration.id !== integrationId && ` · ${one.integration.name}`}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {others.length > 0 && family && (
        <section aria-label="Family">
          <h3>
            Family <Sku>{familySku}</Sku>{" "}
            <span className="less">
              {family.nodes.filter((one) => one.status === "MAPPED").length} of {family.totalCount.toLocaleString()} mapped
            </span>
          </h3>
          <ul>
            {others.map((one) => (
              <li key={one.id}>
                <State status={one.status} />
                <Go sku={one.sku} onGo={onGo} />
                {one.isParent ? <span className="tag">Parent</span> : <Channel channel={one.fulfillmentChannel} />}
              </li>
            ))}
          </ul>
          {family.totalCount > family.nodes.length && <p className="less">The first {family.nodes.length} are shown.</p>}
        </section>
      )}
    </>
  );
}

function State({ status }: { status: MappingStatus }) {
  const { sign, word } = states[status];
  return (
    <span style={{ width: 130, flex: "none" }}>
      <Sign name={sign}>{word}</Sign>
    </span>
  );
}

function Go({ sku, onGo }: { sku: string; onGo: (sku: string) => void }) {
  return (
    <button type="button" className="link-button" style={{ minWidth: 0 }} onClick={() => onGo(sku)}>
      <Sku>{sku}</Sku>
    </button>
  );
}
