import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { gatherLibraries } from "./gather-libraries.ts";

function start() {
  const folder = mkdtempSync(join(tmpdir(), "annex-libraries-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text = name) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  return { folder, gathered: join(folder, "gathered"), file };
}

it("mounts one folder for each place of libraries, and all else as it was", async () => {
  const { folder, gathered, file } = start();
  mkdirSync(join(folder, "python3.11"));
  const others = [
    { source: file("node"), target: "/var/lang/bin/node" },
    { source: join(folder, "python3.11"), target: "/usr/lib/python3.11" },
  ];
  const libraries = [
    { source: file("libc.so.6"), target: "/lib/x86_64-linux-gnu/libc.so.6" },
    { source: file("libm-2.so"), target: "/lib/x86_64-linux-gnu/libm.so.6" },
    { source: file("ld.so"), target: "/lib64/ld-linux-x86-64.so.2" },
  ];
  const mounts = await gatherLibraries(gathered, [...others, ...libraries]);
  expect(mounts.map(({ target }) => target)).toEqual([
    "/lib/x86_64-linux-gnu",
    "/lib64",
    "/var/lang/bin/node",
    "/usr/lib/python3.11",
  ]);
  const place = mounts[0]?.source ?? "";
  expect(readFileSync(join(place, "libm.so.6"), "utf8")).toBe("libm-2.so");
  expect(await gatherLibraries(gathered, [...others, ...libraries])).toEqual(mounts);
});

it("gathers anew when a library of the machine was replaced", async () => {
  const { gathered, file } = start();
  const library = { source: file("libc.so.6", "old"), target: "/lib64/libc.so.6" };
  await gatherLibraries(gathered, [library]);
  rmSync(library.source);
  file("libc.so.6", "a newer one");
  const [mount] = await gatherLibraries(gathered, [library]);
  expect(readFileSync(join(mount?.source ?? "", "libc.so.6"), "utf8")).toBe("a newer one");
});

it("leaves a place alone in which something else is mounted", async () => {
  const { folder, gathered, file } = start();
  mkdirSync(join(folder, "python3.11"));
  const mounts = [
    { source: file("libc.so.6"), target: "/usr/lib/libc.so.6" },
    { source: join(folder, "python3.11"), target: "/usr/lib/python3.11" },
  ];
  expect(await gatherLibraries(gathered, mounts)).toEqual(mounts);
});
