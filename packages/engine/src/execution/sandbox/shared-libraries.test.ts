import { execFileSync } from "node:child_process";
import { readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { linkedLibraries, readListing, wheelLibraries } from "./shared-libraries.ts";

const targets = ({ mounts }: ReturnType<typeof readListing>) => mounts.map(({ target }) => target).sort();

it("finds what ldd finds, for a program and for modules that it may load", (context) => {
  const [python] = readdirSync("/usr/bin").filter((name) => /^python3\.\d+$/.test(name));
  if (python === undefined) context.skip("there is no Python here");
  const folder = `/usr/lib/${python}/lib-dynload`;
  const modules = readdirSync(folder).map((name) => join(folder, name));
  const program = realpathSync(join("/usr/bin", python ?? ""));
  const told = execFileSync("ldd", [program, ...modules], { encoding: "utf8", env: { PATH: "/usr/bin:/bin" } });
  expect(targets(linkedLibraries(program, modules))).toEqual(targets(readListing(told)));
  expect(targets(linkedLibraries(program)).length).toBeGreaterThan(2);
});

it("tells the names of libraries that this machine does not have", () => {
  const listing =
    "\tlinux-vdso.so.1 (0x1)\n\tlibatomic.so.1 => not found\n\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x2)\n";
  expect(readListing(listing).missing).toEqual(["libatomic.so.1"]);
});

it("finds what compiled wheels are linked with beside libc, each once and none that is there already", (context) => {
  const [python] = readdirSync("/usr/bin").filter((name) => /^python3\.\d+$/.test(name));
  if (python === undefined) context.skip("there is no Python here");
  const { mounts } = linkedLibraries(realpathSync(join("/usr/bin", python ?? "")));
  const more = wheelLibraries(mounts).map(({ target }) => target);
  expect(more.map((target) => target.split("/").at(-1))).toEqual(
    expect.arrayContaining(["libgcc_s.so.1", "libpthread.so.0"]),
  );
  expect(new Set([...mounts.map(({ target }) => target), ...more]).size).toBe(mounts.length + more.length);
  expect(wheelLibraries([])).toEqual([]);
});
