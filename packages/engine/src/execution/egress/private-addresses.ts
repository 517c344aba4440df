import { BlockList, isIPv6 } from "node:net";

// IANA's special-purpose registries for IPv4 and IPv6, and what maps one into the other.
const ranges4 =
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4";
const ranges6 =
  "::/96 ::ffff:0:0/96 64:ff9b::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 5f00::/16 fc00::/7 fe80::/10 fec0::/10 ff00::/8";

// Two lists: in one, the range of IPv4-mapped addresses would match every IPv4 address.
const refused = { ipv4: listOf(ranges4, "ipv4"), ipv6: listOf(ranges6, "ipv6") };

/** True for an address that is not a host of the public internet: private, loopback, link-local, metadata, mapped. */
export function isPrivateAddress(address: string): boolean {
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  return refused[family].check(address, family);
}

function listOf(ranges: string, family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const range of ranges.split(" ")) {
    const [address = "", prefix] = range.split("/");
    list.addSubnet(address, Number(prefix), family);
  }
  return list;
}
