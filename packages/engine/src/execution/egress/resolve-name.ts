import { Resolver } from "node:dns/promises";
import { readFile } from "node:fs/promises";

/** The addresses of a name, IPv4 first; empty where there are none. */
export type ResolveName = (name: string) => Promise<string[]>;

const TIMEOUT_MS = 2_000;
const TRIES = 2;

/**
 * Asks the machine's hosts file, then its name servers (or the `servers` given, `address:port`). Not `dns.lookup`: that
 * takes one of four threads that all of the engine's file work shares, and a name server of a tenant may be slow.
 */
export function createResolveName(servers?: readonly string[]): ResolveName {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  if (servers !== undefined) resolver.setServers(servers);
  return async (name) => {
    const written = servers === undefined ? await fromHostsFile(name) : [];
    if (written.length > 0) return written;
    const none = (): string[] => [];
    const [four, six] = await Promise.all([resolver.resolve4(name).catch(none), resolver.resolve6(name).catch(none)]);
    return [...four, ...six];
  };
}

async function fromHostsFile(name: string): Promise<string[]> {
  const text = await readFile("/etc/hosts", "utf8").catch(() => "");
  const lines = text.split("\n").map((line) => line.replace(/#.*/, "").trim().split(/\s+/));
  return lines.flatMap(([address = "", ...names]) => (names.includes(name) ? [address] : []));
}
