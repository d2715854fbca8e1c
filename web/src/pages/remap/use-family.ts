import { useEffect, useState } from "react";
import { useClient, useQuery } from "urql";
import { targetKey } from "../../api/targets";
import { FamilyListings, placesOf, RemapProduct, type Listing, type Product } from "./documents";

/** A family with its Omni products: those of its mappings and matches, and the named ones. */
export function useFamily(integrationId: string, familySku: string, named: readonly string[]) {
  const client = useClient();
  const [{ data, fetching, error }, readFamily] = useQuery({ query: FamilyListings, variables: { integrationId, familySku } });
  const [products, setProducts] = useState<readonly Product[]>();
  const [failed, setFailed] = useState<Error>();
  const [version, setVersion] = useState(0);
  const listings = data?.amazonListings.nodes;
  const related = listings ? relatedTo(listings, named) : [];
  const ids = related.join(" ");
  const ready = listings !== undefined;

  useEffect(() => {
    if (!ready) return;
    let stale = false;
    const read = async () => {
      const answers = await Promise.all(ids.split(" ").filter(Boolean).map((id) => client.query(RemapProduct, { integrationId, id }).toPromise()));
      if (stale) return;
      setFailed(answers.find((answer) => answer.error)?.error);
      setProducts(answers.map((answer) => answer.data?.node).filter((node): node is Product => !!node && "options" in node));
    };
    void read();
    return () => {
      stale = true;
    };
  }, [client, integrationId, ids, ready, version]);

  const again = () => {
    readFamily();
    setVersion((n) => n + 1);
  };
  return { listings, products, more: data?.amazonListings.pageInfo.hasNextPage ?? false, fetching, error: error ?? failed, again };
}

function relatedTo(listings: readonly Listing[], named: readonly string[]): string[] {
  const mapped = listings.flatMap((listing) => (listing.mapping ? [listing.mapping.target.product.id] : []));
  const matched = listings.flatMap((listing) => listing.matches.map((match) => match.product.id));
  return [...new Set([...named, ...mapped, ...matched])];
}

/** A listing on the left: of the family, or of another one that is linked to the same products. */
export type Line = { sku: string; familySku: string; title: string; nowKey: string | undefined; listing?: Listing };

/** The listings on the left: the family's own first, those without a link before the others, in the order of their targets, so that few lines cross. */
export function linesOf(listings: readonly Listing[], products: readonly Product[]): Line[] {
  const order = new Map(products.flatMap(placesOf).map(({ target }, i) => [targetKey(target), i]));
  const place = (line: Line) => (line.nowKey === undefined ? -1 : (order.get(line.nowKey) ?? -1));
  const own = listings
    .map((listing): Line => {
      const { sku, familySku, title, mapping } = listing;
      return { sku, familySku, title, nowKey: mapping ? targetKey(mapping.target) : undefined, listing };
    })
    .sort((a, b) => place(a) - place(b));
  const known = new Set(own.map((line) => line.sku));
  const others = products.flatMap(placesOf).flatMap(({ target, link }): Line[] => {
    return link && !known.has(link.sku) ? [{ ...link, nowKey: targetKey(target) }] : [];
  });
  return [...own, ...others];
}

/**
 * The shown products that a remap of the family includes: those that links connect to it, the named ones, and those that links connect
 * to these.
 */
export function includedIn(familySku: string, lines: readonly Line[], products: readonly Product[], named: string | undefined): ReadonlySet<string> {
  const productOf = new Map(products.flatMap(placesOf).map(({ target }) => [targetKey(target), target.product.id]));
  const families = new Set([familySku]);
  const included = new Set(named ? [named] : []);
  const ties = lines.flatMap((line) => {
    const product = line.nowKey ? productOf.get(line.nowKey) : undefined;
    return product ? [{ family: line.familySku, product }] : [];
  });
  for (let before = -1; before !== families.size + included.size; ) {
    before = families.size + included.size;
    for (const { family, product } of ties) {
      if (!families.has(family) && !included.has(product)) continue;
      families.add(family);
      included.add(product);
    }
  }
  return included;
}
