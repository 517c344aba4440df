import { z } from "zod";

/** Where packages come from: the operator's setting. */
export const packageSourcesSchema = z.object({
  npmRegistry: z.url(),
  /** A simple index of Python packages (PEP 503, PEP 691), such as `https://pypi.org/simple`. */
  pythonIndex: z.url(),
  /** Addresses that the index's files are at, where that is not the index's own host. */
  pythonFiles: z.array(z.url()),
  /** PEM of a certificate authority that signs them, where it is not a public one. */
  extraCa: z.string().nullable(),
});
export type PackageSources = z.infer<typeof packageSourcesSchema>;

/** `host:port` of everything that the builder has to reach. */
export function hostsOf({ npmRegistry, pythonIndex, pythonFiles }: Omit<PackageSources, "extraCa">): string[] {
  const hosts = [npmRegistry, pythonIndex, ...pythonFiles].map((address) => {
    const { hostname, port, protocol } = new URL(address);
    return `${hostname}:${port || (protocol === "http:" ? 80 : 443)}`;
  });
  return [...new Set(hosts)].sort();
}
