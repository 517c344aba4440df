import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ProcessorWeight } from "./processor-weight.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "annex-weight-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (file: string, text: string) => writeFileSync(join(folder, file), text);
const read = (file: string) => readFileSync(join(folder, file), "utf8");

test("who was last and has a weight again gets it anew: the kernel forgot it", () => {
  put("cpu.idle", "0");
  const weight = new ProcessorWeight({ version: 2, folder });
  weight.set(128);
  expect([read("cpu.idle"), read("cpu.weight")]).toEqual(["0", "128"]);
  weight.beLast(8);
  put("cpu.weight", "0");
  expect(read("cpu.idle")).toBe("1");
  weight.set(128);
  expect([read("cpu.idle"), read("cpu.weight")]).toEqual(["0", "128"]);
});

test("what stands there already is not written again", () => {
  put("cpu.idle", "0");
  const weight = new ProcessorWeight({ version: 2, folder });
  weight.set(128);
  for (const file of ["cpu.idle", "cpu.weight"]) put(file, "untouched");
  weight.set(128);
  expect([read("cpu.idle"), read("cpu.weight")]).toEqual(["untouched", "untouched"]);
  weight.beLast(8);
  put("cpu.idle", "untouched");
  weight.beLast(8);
  expect(read("cpu.idle")).toBe("untouched");
});

test("a last place that an engine left which was killed is taken away by the first weight", () => {
  put("cpu.idle", "1");
  new ProcessorWeight({ version: 2, folder }).set(100);
  expect(read("cpu.idle")).toBe("0");
});

test("a kernel without a last place gives the weight instead, within its bounds", () => {
  const weight = new ProcessorWeight({ version: 1, folder });
  weight.beLast(0.5);
  expect([existsSync(join(folder, "cpu.idle")), read("cpu.shares")]).toEqual([false, "2"]);
  weight.set(20_000);
  expect(read("cpu.shares")).toBe("10000");
});
