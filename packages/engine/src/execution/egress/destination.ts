import { lookup } from "node:dns/promises";
import { isPrivateAddress } from "./private-addresses.ts";

/** Where a connection goes, or why it may not. */
export type Destination = { readonly address: string; readonly port: number } | { readonly refusal: string };

/**
 * Resolves a name once and judges every address that it has; the connection then goes to the address that was judged,
 * so a name that changes its answer (DNS rebinding) gains nothing. An alias is the operator's own word and is taken.
 */
export async function findDestination(
  host: string,
  port: number,
  aliases: Readonly<Record<string, string>>,
): Promise<Destination> {
  const alias = aliases[`${host}:${port}`];
  if (alias !== undefined) return parseAlias(alias);
  const found = await lookup(host, { all: true, verbatim: true }).catch(() => []);
  const first = found[0];
  if (first === undefined) return { refusal: "the name does not resolve" };
  if (found.some(({ address }) => isPrivateAddress(address))) return { refusal: "the name leads to a private address" };
  return { address: first.address, port };
}

function parseAlias(alias: string): Destination {
  const colon = alias.lastIndexOf(":");
  return { address: alias.slice(0, colon).replace(/^\[(.*)\]$/, "$1"), port: Number(alias.slice(colon + 1)) };
}
