import { beforeAll, expect, test, vi } from "vitest";

vi.hoisted(() => {
  Object.assign(process.env, {
    ...{ DATABASE_URL: "postgres://x", OPERATOR_DATABASE_URL: "postgres://x" },
    ...{ ANNEX_MASTER_KEY: Buffer.alloc(32).toString("base64"), NEXTAUTH_URL: "http://portal.test" },
    ...{ NEXTAUTH_SECRET: "a secret for tests only", TRUSTED_PROXIES: "2" },
  });
});

let addressOf: (header: string | null) => string | null;
beforeAll(async () => {
  const { signInAddress } = await import("./sign-in-address");
  addressOf = signInAddress;
});

test.each([
  ["203.0.113.7, 10.0.0.1, 10.0.0.2", "203.0.113.7"],
  ["9.9.9.9, 203.0.113.7, 10.0.0.1, 10.0.0.2", "203.0.113.7"],
  ["2001:db8::7, 10.0.0.1, 10.0.0.2", "2001:db8::7"],
  ["10.0.0.1, 10.0.0.2", null],
  ["unknown, 10.0.0.1, 10.0.0.2", null],
  ["", null],
  [null, null],
])("behind two proxies %j came from %j: what a client wrote before that is not believed", (header, address) => {
  expect(addressOf(header)).toBe(address);
});
