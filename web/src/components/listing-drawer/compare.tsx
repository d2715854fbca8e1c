import type { ReactNode } from "react";
import { targetCode, targetKey, targetName } from "../../api/targets";
import { Price, Stock } from "../amount";
import { channelName } from "../channel";
import { Sku } from "../sku";
import type { FullTarget, InFull } from "./documents";

/** Both sides beside each other: with the item that it is mapped to, or each that it matches. */
export function Compare({ listing }: { listing: InFull }) {
  const targets = listing.mapping ? [listing.mapping.target] : listing.matches.slice(0, 4);
  if (targets.length === 0) return <Table listing={listing} target={undefined} head="In Omni" />;
  return targets.map((target) => <Table key={targetKey(target)} listing={listing} target={target} head={listing.mapping ? "In Omni" : targets.length > 1 ? "In Omni, one of several" : "In Omni, what it matches"} />);
}

function Table({ listing, target, head }: { listing: InFull; target: FullTarget | undefined; head: string }) {
  const item = target && (target.size ?? target.option);
  const code = target ? targetCode(target) : undefined;
  const amazon = listing.fulfillmentChannel?.startsWith("AMAZON");
  return (
    <section>
      <table className="compare">
        <thead>
          <tr>
            <td style={{ width: 72 }} />
            <th scope="col">On Amazon</th>
            <td style={{ width: 20 }} />
            <th scope="col">{head}</th>
          </tr>
        </thead>
        <tbody>
          <Line name="Code" amazon={<Sku>{listing.sku}</Sku>} omni={code == null ? (target ? "no Code" : "nothing") : <Sku>{code}</Sku>} same={target && code != null ? code === listing.sku : undefined} />
          <Line name="Name" amazon={listing.title || "No title"} omni={target ? targetName(target) || "without a name" : ""} />
          <Line name="Barcode" amazon={listing.barcode ?? "not told"} omni={item ? (item.barcode ?? "none") : ""} same={listing.barcode && item?.barcode ? listing.barcode === item.barcode : undefined} />
          <Line name="Price" amazon={<Price>{listing.price}</Price>} omni={item && <Price>{item.price}</Price>} same={listing.price != null && item?.price != null ? Number(listing.price) === Number(item.price) : undefined} />
          <Line
            name="Stock"
            amazon={listing.quantity == null && amazon ? "Amazon's own" : <Stock>{listing.quantity}</Stock>}
            omni={item && <Stock>{item.stock}</Stock>}
            same={listing.quantity != null && item?.stock != null ? listing.quantity === Number(item.stock) : undefined}
          />
          <Line name="Cost" amazon="" omni={item && <CostOf price={listing.price} cost={item.cost} />} />
          <Line name="Channel" amazon={channelName(listing.fulfillmentChannel) || "not told"} omni="" />
          {listing.listingStatus && <Line name="Status" amazon={listing.listingStatus} omni="" />}
        </tbody>
      </table>
    </section>
  );
}

function Line({ name, amazon, omni, same }: { name: string; amazon: ReactNode; omni: ReactNode; same?: boolean }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{amazon}</td>
      <td className={same === false ? "mark differs" : "mark"}>{same !== undefined && <span role="img" aria-label={same ? "the same" : "differs"}>{same ? "=" : "≠"}</span>}</td>
      <td>{omni}</td>
    </tr>
  );
}

/** The cost, with what is left of Amazon's price after it. */
function CostOf({ price, cost }: { price: string | null | undefined; cost: string | null | undefined }) {
  const left = price != null && cost != null && Number(price) > 0 ? Math.round(100 * (1 - Number(cost) / Number(price))) : undefined;
  return (
    <>
      <Price>{cost}</Price>
      {left !== undefined && <span className="less"> · margin {left} %</span>}
    </>
  );
}
