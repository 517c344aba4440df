import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";

const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
const read = (file: string) => manifest.parse(JSON.parse(readFileSync(file, "utf8"))).dependencies;

test("the WASM schema engine is the one that the installed Prisma brings", () => {
  const ours = read(path.join(import.meta.dirname, "../package.json"));
  const prisma = createRequire(path.join(import.meta.dirname, "../../../node_modules/prisma/package.json"));
  const engines = read(prisma.resolve("@prisma/engines/package.json"));
  expect(ours["@prisma/schema-engine-wasm"]).toBe(engines["@prisma/engines-version"]);
});
