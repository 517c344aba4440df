import { expect, test } from "vitest";
import { parseWheelName, rankWheel } from "./wheel-name.ts";

const here = { version: "3.11.7", machine: "x86_64", glibc: "2.26" };

function rank(tags: string, python = here): number | null {
  const wheel = parseWheelName(`some_thing-1.0-${tags}.whl`);
  return wheel && rankWheel(wheel, python);
}

test("a wheel of this Python comes before one of any Python, and a newer manylinux before an older one", () => {
  const order = [
    "cp311-cp311-manylinux_2_24_x86_64",
    "cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64",
    "cp311-cp311-manylinux1_x86_64",
    "cp38-abi3-manylinux2014_x86_64",
    "cp311-none-any",
    "py3-none-any",
  ];
  const ranks = order.map((tags) => rank(tags));
  expect(ranks).not.toContain(null);
  expect(ranks).toEqual([...ranks].sort((a, b) => Number(a) - Number(b)));
  expect(rank("py2.py3-none-any")).toBe(rank("py3-none-any"));
});

test.each([
  ["another Python", "cp310-cp310-manylinux_2_17_x86_64"],
  ["a later stable ABI", "cp312-abi3-manylinux_2_17_x86_64"],
  ["another machine", "cp311-cp311-manylinux_2_17_aarch64"],
  ["a later C library", "cp311-cp311-manylinux_2_28_x86_64"],
  ["musl", "cp311-cp311-musllinux_1_1_x86_64"],
  ["Windows", "cp311-cp311-win_amd64"],
  ["a build that promises nothing", "cp311-cp311-linux_x86_64"],
  ["Python 2", "py2-none-any"],
])("%s does not run there", (_, tags) => {
  expect(rank(tags)).toBeNull();
});

test("without glibc nothing but pure Python runs", () => {
  const musl = { ...here, glibc: null };
  const wheel = parseWheelName("a-1.0-cp311-cp311-manylinux1_x86_64.whl");
  expect(wheel && rankWheel(wheel, { ...musl })).toBeNull();
  const pure = parseWheelName("a-1.0-1-py3-none-any.whl");
  expect(pure && rankWheel(pure, { ...musl })).not.toBeNull();
});

test.each(["a-1.0.tar.gz", "a-1.0-py3-none.whl", "a-1.0-1-2-py3-none-any.whl"])("%s is no wheel", (name) => {
  expect(parseWheelName(name)).toBeNull();
});
