import { expect, it } from "vitest";
import { findDestination } from "./destination.ts";
import { Pace } from "./pace.ts";
import { createResolveName } from "./resolve-name.ts";

const find = (host: string, addresses: string[], aliases = {}) =>
  findDestination(host, 443, aliases, async () => addresses);

it("goes to every address that it judged, and to no other", async () => {
  expect(await find("api.example", ["192.0.1.1", "2606:4700::1111"])).toEqual({
    addresses: ["192.0.1.1", "2606:4700::1111"],
    port: 443,
  });
});

it.each([
  ["a private address among public ones", ["192.0.1.1", "10.0.0.1"], /private/],
  ["an IPv4-mapped address", ["::ffff:8.8.8.8"], /private/],
  ["no address", [], /does not resolve/],
])("refuses %s", async (_name, addresses, refusal) => {
  expect(await find("api.example", addresses)).toEqual({ refusal: expect.stringMatching(refusal) });
});

it.each(["8.8.8.8", "::1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "1."])(
  "takes no address for a name: %s",
  async (host) => expect(await find(host, ["192.0.1.1"])).toEqual({ refusal: "an address is not a name" }),
);

it("takes the operator's word for an alias, on its own port alone", async () => {
  const aliases = { "erp.example:443": "[::1]:7000" };
  expect(await find("erp.example", [], aliases)).toEqual({ addresses: ["::1"], port: 7000 });
  expect(await findDestination("erp.example", 80, aliases, async () => [])).toEqual({
    refusal: "the name does not resolve",
  });
});

it("finds the names of the machine's hosts file, and answers nothing for a name server that is not there", async () => {
  expect(await createResolveName()("localhost")).toContain("127.0.0.1");
  expect(await createResolveName(["127.0.0.1:1"])("localhost")).toEqual([]);
});

it("counts within a second", () => {
  const pace = new Pace();
  expect([pace.count(1_000), pace.count(1_999), pace.count(2_000)]).toEqual([1, 2, 1]);
});
