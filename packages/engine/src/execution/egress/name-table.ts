import type { EgressRule } from "../types.ts";

const MAX_NAMES = 4_096;

/** The names one function may reach, each with a loopback address of its own inside the sandbox. */
export class NameTable {
  readonly #rules: readonly EgressRule[];
  readonly #addresses = new Map<string, string>();
  readonly #names = new Map<string, string>();

  constructor(rules: readonly EgressRule[]) {
    this.#rules = rules.map(({ host, port }) => ({ host: host.toLowerCase(), port }));
    for (const { host } of this.#rules) if (!host.startsWith("*.")) this.addressOf(host);
  }

  get ports(): number[] {
    return [...new Set(this.#rules.map((rule) => rule.port))];
  }

  /** The lines of /etc/hosts for the exact names. */
  get hosts(): string {
    return [...this.#addresses].map(([name, address]) => `${address} ${name}\n`).join("");
  }

  /** The address that stands for a name inside the sandbox; undefined for a name that no rule has. */
  addressOf(name: string): string | undefined {
    const known = this.#addresses.get(name);
    if (known !== undefined || !this.#rules.some((rule) => matches(rule.host, name))) return known;
    const count = this.#addresses.size + 1;
    if (count > MAX_NAMES) return undefined;
    const address = `127.77.${count >> 8}.${count & 255}`;
    this.#addresses.set(name, address);
    this.#names.set(address, name);
    return address;
  }

  nameOf(address: string): string | undefined {
    return this.#names.get(address);
  }

  allows(name: string, port: number): boolean {
    return this.#rules.some((rule) => rule.port === port && matches(rule.host, name));
  }
}

/** The labels that a wildcard stands for. The resolver ends a name at U+0000 and reads `\\.` as a dot within a label. */
const belowWildcard = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

function matches(rule: string, name: string): boolean {
  if (!rule.startsWith("*.")) return rule === name;
  const suffix = rule.slice(1);
  return name.endsWith(suffix) && belowWildcard.test(name.slice(0, -suffix.length));
}
