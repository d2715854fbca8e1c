import type { Client } from "urql";
import { graphql } from "../gql";
import type { TargetFieldsFragment } from "../gql/graphql";

export const TargetFields = graphql(`
  fragment TargetFields on OmniTarget {
    level
    product {
      id
      code
      barcode
      name
    }
    option {
      id
      code
      barcode
      name
      isDefault
      price
      stock
    }
    size {
      id
      code
      barcode
      name
      price
      stock
    }
  }
`);

/** With the listing that an integration has mapped to each target. */
export const MappedTargets = graphql(`
  query MappedTargets($search: String!, $first: Int!, $integrationId: ID!) {
    omniTargets(search: $search, first: $first) {
      ...TargetFields
      option {
        mapping(integrationId: $integrationId) {
          listing {
            sku
          }
        }
      }
      size {
        mapping(integrationId: $integrationId) {
          listing {
            sku
          }
        }
      }
    }
  }
`);

export const OmniTargets = graphql(`
  query OmniTargets($search: String!, $first: Int!) {
    omniTargets(search: $search, first: $first) {
      ...TargetFields
    }
  }
`);

/** A product option, or a size option of it. */
export type Target = TargetFieldsFragment;

/** What tells targets apart: the id of the size, else of the option. */
export function targetKey(target: { option: { id: string }; size?: { id: string } | null }): string {
  return target.size?.id ?? target.option.id;
}

/** The target's own Code; that of the product where the default option has none. */
export function targetCode(target: Target): string | null {
  return codesOf(target)[0] ?? null;
}

/** The Codes that may name the target, the best first. A product's Code names its default option. */
export function codesOf(target: Target): string[] {
  const codes = target.size ? [target.size.code] : [target.option.code, target.option.isDefault ? target.product.code : null];
  return [...new Set(codes.filter((code): code is string => !!code))];
}

/** What the target is called: its product, option and size. */
export function targetName(target: Target): string {
  return [target.product.name, target.option.name, target.size?.name].filter(Boolean).join(" · ");
}

/** The price and stock that Omni has for it; null where they are not known. */
export function figuresOf(target: Target): { price: string | null; stock: string | null } {
  const { price, stock } = target.size ?? target.option;
  return { price: price ?? null, stock: stock ?? null };
}

/** The rank of the key by which the Code names the target, from 1; 0 where it does not. */
function rankOf(target: Target, code: string): number {
  if (target.size) return target.size.code === code ? 1 : 0;
  if (target.option.code === code) return 2;
  return target.option.isDefault && target.product.code === code ? 3 : 0;
}

/** The targets that the Code names: those at the lowest rank. One is a match, several are ambiguous. */
export function namedBy(code: string, found: readonly Target[]): Target[] {
  const ranks = found.map((target) => rankOf(target, code));
  const lowest = Math.min(...ranks.filter((rank) => rank > 0));
  return found.filter((_, i) => ranks[i] === lowest);
}

/** Queries which targets the Code names. */
export async function lookUp(client: Client, code: string): Promise<Target[]> {
  const result = await client.query(OmniTargets, { search: code, first: 50 }).toPromise();
  if (result.error) throw result.error;
  return namedBy(code, result.data?.omniTargets ?? []);
}

export type Naming = { code: string; problem?: undefined } | { code?: undefined; problem: string };

/**
 * Finds the Code that names this target and no other: its own, or, for a default option, its product's. Where there is none, the
 * sentence says what to do about it.
 */
export async function nameTarget(client: Client, target: Target): Promise<Naming> {
  const codes = codesOf(target);
  for (const code of codes) {
    const named = await lookUp(client, code);
    if (named.length === 1 && targetKey(named[0]) === targetKey(target)) return { code };
  }
  const what = targetName(target) || "This item";
  if (codes.length === 0) return { problem: `${what} has no Code, so nothing can be linked to it by name. Give it a Code in Omni and load the catalogue again.` };
  return { problem: `The Code ${codes[0]} names another item too, so it cannot tell which one is meant. Give ${what} a Code of its own in Omni and load the catalogue again.` };
}
