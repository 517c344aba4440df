import type { PackageLock } from "@annex/contract";
import { afterEach, expect, test } from "vitest";
import { type PythonFile, type PythonIndex, startPythonIndex } from "../../../../../test/start-python-index.ts";
import { PackageIndex } from "./package-index.ts";
import { Resolver } from "./resolve.ts";

const python = { version: "3.11.7", machine: "x86_64", glibc: "2.31" };
let index: PythonIndex | undefined;
afterEach(() => index?.close());

async function resolve(
  files: readonly PythonFile[],
  wanted: Readonly<Record<string, string>>,
  { html = false, kept = {} }: { html?: boolean; kept?: PackageLock } = {},
) {
  index = await startPythonIndex(files, { html, filesAt: "../.." });
  const sources = {
    ...{ npmRegistry: "http://npm.test", pythonFiles: [], extraCa: null },
    pythonIndex: `http://127.0.0.1:${index.port}/simple/`,
  };
  const packages = Object.entries(wanted).map(([name, version]) => ({ name, version }));
  const chosen = await new Resolver(new PackageIndex(sources, python), python, kept).resolve(packages);
  return Object.fromEntries(chosen.map(({ name, version }) => [name, version]));
}

const file = (name: string, version: string, ...needs: string[]): PythonFile => ({ name, version, needs });

test.each([false, true])("takes the newest version that all take, by JSON and by pages (pages: %s)", async (html) => {
  const files = [
    file("app", "1.0", "Left_Pad>=1,<3", "right"),
    ...["1.0", "1.10", "1.9", "2.0", "3.0"].map((version) => file("left-pad", version)),
    file("right", "1.0", "left-pad<2"),
  ];
  expect(await resolve(files, { app: "1.0" }, { html })).toEqual({ app: "1.0", "left-pad": "1.10", right: "1.0" });
});

test("what is kept is taken before the newest, as long as all take it", async () => {
  const files = [
    file("app", "1.0", "Left_Pad>=1,<3", "right"),
    file("app", "2.0", "left-pad>=2"),
    ...["1.0", "1.10", "1.9", "2.0"].map((version) => file("left-pad", version)),
    file("right", "1.0", "left-pad<2"),
  ];
  const kept = { "left-pad": "1.9 sha256:00", right: "0.5" };
  expect(await resolve(files, { app: "1.0" }, { kept })).toEqual({ app: "1.0", "left-pad": "1.9", right: "1.0" });
  await index?.close();
  expect(await resolve(files, { app: "2.0" }, { kept })).toEqual({ app: "2.0", "left-pad": "2.0" });
});

test("goes back to an older version where the newest leads nowhere", async () => {
  const files = [
    file("app", "1.0", "first", "second"),
    file("first", "2.0", "third==2"),
    file("first", "1.0", "third==1"),
    file("second", "1.0", "third<2"),
    ...["1", "2"].map((version) => file("third", version)),
  ];
  expect(await resolve(files, { app: "1.0" })).toEqual({ app: "1.0", first: "1.0", second: "1.0", third: "1" });
});

test("follows markers and extras, of the function's list too, and nothing that does not apply", async () => {
  const files = [
    file("app", "1.0", "windows; sys_platform == 'win32'", "old; python_version < '3'", "net[tls]>=1"),
    file("net", "1.0", "tls-lib; extra == 'tls'", "socks-lib; extra == 'socks'"),
    file("tls-lib", "1.0"),
    file("socks-lib", "1.0"),
  ];
  expect(await resolve(files, { app: "1.0" })).toEqual({ app: "1.0", net: "1.0", "tls-lib": "1.0" });
  await index?.close();
  const both = await resolve(files, { app: "1.0", "net[socks]": "1.0" });
  expect(Object.keys(both)).toEqual(["app", "net", "socks-lib", "tls-lib"]);
});

test("leaves pre-releases, yanked versions and those for another Python, unless they are asked for", async () => {
  const files: PythonFile[] = [
    file("app", "1.0", "lib"),
    file("lib", "1.0"),
    file("lib", "2.0rc1"),
    { ...file("lib", "1.5"), yanked: true },
    { ...file("lib", "1.7"), requiresPython: ">=3.12" },
  ];
  expect(await resolve(files, { app: "1.0" })).toMatchObject({ lib: "1.0" });
  await index?.close();
  expect(await resolve(files, { app: "1.0", lib: "2.0rc1" })).toMatchObject({ lib: "2.0rc1" });
  await index?.close();
  expect(await resolve(files, { lib: "1.5" })).toEqual({ lib: "1.5" });
});

test("packages that need each other come along once", async () => {
  const files = [file("egg", "1.0", "hen"), file("hen", "1.0", "egg==1.0")];
  expect(await resolve(files, { egg: "1.0" })).toEqual({ egg: "1.0", hen: "1.0" });
});

test.each<[string, PythonFile[], Record<string, string>, string]>([
  [
    "a version that is not there",
    [file("a", "1.0")],
    { a: "2.0" },
    "a 2.0 does not exist: the package has no such version.",
  ],
  ["a package that is not there", [], { a: "2.0" }, "a does not exist in the package index."],
  [
    "one that a package needs",
    [file("a", "1.0", "b>2")],
    { a: "1.0" },
    "b does not exist in the package index, and a 1.0 needs it.",
  ],
  [
    "packages that do not go together",
    [file("a", "1.0", "c>=2"), file("b", "1.0", "c<2"), file("c", "1.0"), file("c", "2.0")],
    { a: "1.0", b: "1.0" },
    "No version of c is right for all: a 1.0 needs >=2, and b 1.0 needs <2. Change the version of a package that needs it.",
  ],
  [
    "what has to be compiled",
    [{ ...file("a", "1.0"), tag: "sdist" }],
    { a: "1.0" },
    "a 1.0 has no wheel that runs without compiling for Python 3.11 on Linux x86_64 (the function lists 1.0). Choose another version, or upload a zip that holds it.",
  ],
  [
    "a wheel of another machine, below a package",
    [file("a", "1.0", "b"), { ...file("b", "1.0"), tag: "cp311-cp311-manylinux_2_17_aarch64" }],
    { a: "1.0" },
    "b 1.0 has no wheel that runs without compiling for Python 3.11 on Linux x86_64 (a 1.0 needs any version). Choose another version, or upload a zip that holds it.",
  ],
  [
    "an address beside the index",
    [file("a", "1.0", "b @ https://example.com/b.whl")],
    { a: "1.0" },
    "What a 1.0 needs cannot be resolved: b is to come from an address (https://example.com/b.whl) and not from the package index. Choose another version of it.",
  ],
])("refuses %s and names it", async (_, files, wanted, message) => {
  await expect(resolve(files, wanted)).rejects.toThrow(message);
});
