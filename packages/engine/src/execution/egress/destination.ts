import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { isPrivateAddress } from "./private-addresses.ts";
import type { ResolveName } from "./resolve-name.ts";

/** Where a connection goes (each address may be tried), or why it may not. */
export type Destination =
  | { readonly addresses: readonly [string, ...string[]]; readonly port: number }
  | { readonly refusal: string };

/** How inet_aton and its kin also write an IPv4 address: `2130706433`, `0x7f.1`, `0177.0.0.1`. */
const numericHost = /^(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?$/i;

/**
 * Resolves a name once and judges every address that it has; the connection then goes to addresses that were judged,
 * so a name that changes its answer (DNS rebinding) gains nothing. An alias is the operator's own word and is taken.
 */
export async function findDestination(
  host: string,
  port: number,
  aliases: Readonly<Record<string, string>>,
  resolve: ResolveName,
): Promise<Destination> {
  const alias = aliases[`${host}:${port}`];
  if (alias !== undefined) return parseAlias(alias);
  if (isIP(host) !== 0 || numericHost.test(host)) return { refusal: "an address is not a name" };
  const [first, ...others] = await resolve(host);
  if (first === undefined) return { refusal: "the name does not resolve" };
  const addresses = [first, ...others] as const;
  if (addresses.some(isPrivateAddress)) return { refusal: "the name leads to a private address" };
  if (addresses.some(isOwnAddress)) return { refusal: "the name leads to this machine" };
  return { addresses, port };
}

/** A public address of this machine leads to services that trust who is on it. */
function isOwnAddress(address: string): boolean {
  const own = Object.values(networkInterfaces()).flatMap((entries) => entries ?? []);
  return own.some((entry) => entry.address === address);
}

function parseAlias(alias: string): Destination {
  const colon = alias.lastIndexOf(":");
  const address = alias.slice(0, colon).replace(/^\[(.*)\]$/, "$1");
  return { addresses: [address], port: Number(alias.slice(colon + 1)) };
}
