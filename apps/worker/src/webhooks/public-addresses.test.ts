import { expect, test } from "vitest";
import { isPublicAddress } from "./public-addresses.ts";

test.each([
  ["127.0.0.1"],
  ["10.1.2.3"],
  ["169.254.169.254"],
  ["172.31.0.1"],
  ["192.168.1.1"],
  ["100.64.0.1"],
  ["0.0.0.0"],
  ["255.255.255.255"],
  ["::1"],
  ["::"],
  ["::ffff:127.0.0.1"],
  ["::ffff:8.8.8.8"],
  ["64:ff9b::a9fe:a9fe"],
  ["fe80::1"],
  ["fd00::1"],
  ["fec0::1"],
  ["2002:7f00:1::"],
  ["2001:db8::1"],
  ["ff02::1"],
  ["localhost"],
  [""],
])("%s is not the public Internet", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([["8.8.8.8"], ["93.184.216.34"], ["2606:4700:4700::1111"]])("%s is", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});
