import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { makeZip, type ZipEntry } from "../testing/make-zip.ts";
import { CodeStore } from "./code-store.ts";

let dataDir: string;
let code: CodeStore;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "annex-code-"));
  code = new CodeStore(dataDir);
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const cannotUnzip = "Could not unzip uploaded file. Please check your file, then try to upload again.";
const linkMode = 0o120777;

describe("a package that Lambda takes", () => {
  test("is unpacked under its hash, executables executable and nothing writable by others", async () => {
    const zip = makeZip([
      { name: "index.js", content: "1" },
      { name: "bin/tool", content: "2", mode: 0o100755 },
    ]);
    const { codeSha256, codeSize } = await code.add(zip);
    const folder = code.folder(codeSha256);
    expect(codeSize).toBe(zip.length);
    expect(readFileSync(path.join(folder, "index.js"), "utf8")).toBe("1");
    expect(statSync(path.join(folder, "index.js")).mode & 0o777).toBe(0o644);
    expect(statSync(path.join(folder, "bin/tool")).mode & 0o777).toBe(0o755);
    expect(await code.zip(codeSha256)).toEqual(zip);
  });

  test("is kept once, however often and at whatever moment it is sent", async () => {
    const zip = makeZip([{ name: "index.js", content: "1" }]);
    const all = await Promise.all([code.add(zip), code.add(zip), code.add(zip)]);
    expect(new Set(all.map(({ codeSha256 }) => codeSha256)).size).toBe(1);
    expect(readdirSync(path.join(dataDir, "code"))).toHaveLength(2);
  });
});

describe("a package that is refused", () => {
  const whole = makeZip([{ name: "index.js", content: "a".repeat(1000) }]);
  const refused: Record<string, Buffer> = {
    "no zip": Buffer.from("no zip at all"),
    "half a zip": whole.subarray(0, whole.length - 30),
    "a zip with a broken checksum": Buffer.from(whole.toString("latin1").replace("aaaa", "abba"), "latin1"),
    "a path out of the folder": makeZip([{ name: "../outside.js", content: "x" }]),
    "a path out of the folder, further in": makeZip([{ name: "a/../../outside.js", content: "x" }]),
    "an absolute path": makeZip([{ name: "/tmp/outside.js", content: "x" }]),
    "a path with backslashes": makeZip([{ name: "..\\outside.js", content: "x" }]),
    "a symbolic link": makeZip([{ name: "link", content: "/etc/passwd", mode: linkMode }]),
    "a link and a file through it": makeZip([
      { name: "link", content: "/tmp", mode: linkMode },
      { name: "link/outside.js", content: "x" },
    ]),
    "one name twice": makeZip([
      { name: "a", content: "1" },
      { name: "a", content: "2" },
    ]),
    "one name twice, written differently": makeZip([
      { name: "a", content: "1" },
      { name: "./a", content: "2" },
    ]),
    "a file that is a folder, too": makeZip([
      { name: "a", content: "1" },
      { name: "a/b", content: "2" },
    ]),
    "more folders than files": makeZip(
      Array.from({ length: 600 }, (_, index) => ({ name: `${index}/${"d/".repeat(100)}f`, content: "" })),
    ),
    "a name that no file may have": makeZip([{ name: "x".repeat(300), content: "1" }]),
    "a compressed size that lies low": makeZip([
      { name: "a", content: "x".repeat(1000), claimedSize: 10, compress: true },
    ]),
    "a size that lies low": makeZip([{ name: "a", content: "x".repeat(1000), claimedSize: 10 }]),
    "a size that lies high": makeZip([{ name: "a", content: "x", claimedSize: 1000 }]),
  };
  test.each(Object.keys(refused))("%s leaves nothing behind", async (name) => {
    const zip = refused[name] ?? Buffer.alloc(0);
    await expect(code.add(zip)).rejects.toMatchObject({
      code: "InvalidParameterValueException",
      status: 400,
      message: cannotUnzip,
    });
    expect(readdirSync(path.join(dataDir, "code"))).toEqual([]);
    expect(existsSync(path.join(dataDir, "outside.js"))).toBe(false);
  });

  test("nothing, and a zip of nothing, say so", async () => {
    for (const zip of [Buffer.alloc(0), makeZip([])]) {
      await expect(code.add(zip)).rejects.toThrow("Uploaded file must be a non-empty zip");
    }
  });

  test("more than 250 MB unpacked is refused before anything is written", async () => {
    const entries: ZipEntry[] = Array.from({ length: 3 }, (_, index) => ({
      name: `bomb-${index}`,
      content: "x",
      claimedSize: 100_000_000,
      compress: true,
    }));
    await expect(code.add(makeZip(entries))).rejects.toThrow("Unzipped size must be smaller than 262144000 bytes");
  });
});

describe("sweeping", () => {
  test("removes what no function uses and what a killed engine left half-written", async () => {
    const kept = await code.add(makeZip([{ name: "a", content: "kept" }]));
    await code.add(makeZip([{ name: "a", content: "unused" }]));
    mkdirSync(path.join(dataDir, "code", "abc.1234.new"));
    writeFileSync(path.join(dataDir, "code", "abc.1234.new.zip"), "half");
    await code.sweep(new Set([kept.codeSha256]));
    const name = path.basename(code.folder(kept.codeSha256));
    expect(readdirSync(path.join(dataDir, "code")).sort()).toEqual([name, `${name}.zip`]);
  });
});
