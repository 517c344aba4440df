import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import type { Draft } from "@annex/contract";
import { ZipArchive } from "archiver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createFunction,
  createLayer,
  createLayerVersion,
  getZipFile,
  listAudit,
  publishRelease,
  removeUnusedCode,
  saveDraft,
  startTestRun,
  uploadZip,
} from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
const functionName = "uploaded";
beforeAll(async () => {
  plane = await startControlPlane();
  await createFunction(plane.acme, { name: functionName, extensionPointKey: null, template: "blank" });
});
afterAll(() => plane.close());

type Contents = Readonly<Record<string, string | Buffer>>;

async function zipOf(files: Contents, more?: (archive: ZipArchive) => void): Promise<Buffer> {
  const archive = new ZipArchive({ zlib: { level: 9 } });
  for (const [name, text] of Object.entries(files)) archive.append(text, { name });
  more?.(archive);
  const [bytes] = await Promise.all([buffer(archive), archive.finalize()]);
  return bytes;
}

const upload = (bytes: Uint8Array) => uploadZip(plane.acme, { functionName, fileName: "code.zip", bytes });
const good = { "index.mjs": "export const handler = async () => ({});", "lib/": "", "lib/a.txt": "a" };

test("a zip becomes the draft's source, with its entries, and is deployed when its handler is there", async () => {
  const { content, revision } = await upload(await zipOf(good));
  expect(content.source).toMatchObject({
    kind: "zip",
    fileName: "code.zip",
    entries: [
      { path: "index.mjs", sizeBytes: 40 },
      { path: "lib/a.txt", sizeBytes: 1 },
    ],
  });
  await expect(publishRelease(plane.acme, { functionName, revision })).rejects.toMatchObject({
    errors: [{ path: "handler" }],
  });
  const saved = await saveDraft(plane.acme, {
    functionName,
    revision,
    content: { ...content, handler: "index.handler" },
  });
  expect((await publishRelease(plane.acme, { functionName, revision: saved.revision })).state).toBe("queued");
});

test("the files of a zip can be read afterwards, text as text, and that is audited", async () => {
  const binary = Buffer.from([0, 1, 2, 255]);
  await upload(await zipOf({ ...good, "lib/logo.bin": binary, "lib/big.txt": randomBytes(1024 * 1024 + 1) }));
  const read = (path: string, ctx = plane.acme) => getZipFile(ctx, { functionName, path });
  expect(await read("lib/a.txt")).toEqual({ path: "lib/a.txt", sizeBytes: 1, text: "a" });
  expect(await read("lib/logo.bin")).toEqual({ path: "lib/logo.bin", sizeBytes: 4, text: null });
  expect((await read("lib/big.txt")).text).toBeNull();
  expect(await getZipFile(plane.acme, { functionName, path: "index.mjs", release: 1 })).toMatchObject({
    text: good["index.mjs"],
  });
  await expect(read("../etc/passwd")).rejects.toMatchObject({ code: "not_found" });
  await expect(read("lib/a.txt", plane.globex)).rejects.toMatchObject({ code: "not_found" });
  const readings = (await listAudit(plane.acme)).items.filter(({ action }) => action === "getZipFile");
  expect(readings).toHaveLength(1);
});

test("a file is as large as its zip says, whatever the draft that names it says", async () => {
  const noise = randomBytes(2 * 1024 * 1024).toString("hex");
  const { content, revision } = await upload(await zipOf({ ...good, "big.txt": noise }));
  if (content.source.kind !== "zip") throw new Error("It is a zip.");
  const entries = content.source.entries.map(({ path }) => ({ path, sizeBytes: 1 }));
  const lying = { ...content, source: { ...content.source, entries } };
  await saveDraft(plane.acme, { functionName, revision, content: lying });
  expect((await getZipFile(plane.acme, { functionName, path: "big.txt" })).text).toBeNull();
});

test("a zip that no draft, release or waiting test names any more is removed after a day, and no other", async () => {
  const { operator } = plane.fresh.db;
  const name = "kept";
  await createFunction(plane.acme, { name, extensionPointKey: null, template: "blank" });
  const put = async (text: string) => {
    const bytes = await zipOf({ ...good, "a.txt": text });
    return uploadZip(plane.acme, { functionName: name, fileName: "code.zip", bytes });
  };
  const zips = async () => {
    const rows = await operator.artifact.findMany({ orderBy: { createdAt: "asc" }, select: { sha256: true } });
    return rows.map(({ sha256 }) => sha256);
  };
  const shaOf = ({ content: { source } }: Draft) => (source.kind === "zip" ? source.artifactSha256 : "");
  const first = await put("released");
  const content = { ...first.content, handler: "index.handler" };
  const { revision } = await saveDraft(plane.acme, { functionName: name, revision: first.revision, content });
  await publishRelease(plane.acme, { functionName: name, revision });
  const tested = await put("tested");
  await startTestRun(plane.acme, { functionName: name, content: tested.content, record: {} });
  const replaced = await put("replaced");
  const used = await put("in the draft");
  await operator.artifact.updateMany({ data: { namedAt: new Date(Date.now() - 25 * 3_600_000) } });
  const back = await put("put back");
  await saveDraft(plane.acme, { functionName: name, revision: back.revision, content: used.content });
  expect(await removeUnusedCode(plane.fresh.db)).toBeGreaterThan(0);
  const left = await zips();
  for (const there of [first, tested, used, back]) expect(left).toContain(shaOf(there));
  expect(left).not.toContain(shaOf(replaced));
  expect(await removeUnusedCode(plane.fresh.db)).toBe(0);
});

test("a zip as large as Lambda takes is kept whole", async () => {
  const { source } = (await upload(await zipOf({ "index.mjs": good["index.mjs"], "data.bin": randomBytes(49 << 20) })))
    .content;
  const read = await getZipFile(plane.acme, { functionName, path: "index.mjs" });
  expect(source).toMatchObject({ entries: [{ path: "index.mjs" }, { path: "data.bin", sizeBytes: 49 << 20 }] });
  expect(read.text).toBe(good["index.mjs"]);
});

describe("refuses", () => {
  test("what would be more than 2 GB within a day, in functions and layers together", async () => {
    const { operator } = plane.fresh.db;
    const { id: tenantId } = plane.acme.tenant;
    const code = { tenantId, sha256: "0".repeat(64), bytes: Buffer.from(""), unpackedBytes: 1 };
    const longAgo = { createdAt: new Date(Date.now() - 25 * 3_600_000) };
    await operator.artifact.create({ data: { ...code, sha256: "1".repeat(64), sizeBytes: 2 ** 31 - 1, ...longAgo } });
    await expect(upload(await zipOf(good))).resolves.toBeDefined(); // a release built anew names it again, and stores nothing
    await operator.artifact.create({ data: { ...code, sizeBytes: 2 ** 31 - 1 } });
    const refused = { code: "limit_exceeded", message: expect.stringMatching(/2 GB .* within a day/) };
    await expect(upload(await zipOf(good))).rejects.toMatchObject(refused);
    const { id: layerId } = await createLayer(plane.acme, { name: "shared", description: "" });
    const bytes = await zipOf(good);
    const add = () => createLayerVersion(plane.acme, { layerId, message: "", runtimes: ["nodejs24.x"], bytes });
    await expect(add()).rejects.toMatchObject(refused);
    await operator.artifact.deleteMany({ where: { sizeBytes: 2 ** 31 - 1 } });
    expect((await add()).versions).toHaveLength(1);
  });

  test("50 MB + 1 byte", async () => {
    await expect(upload(Buffer.alloc(50 * 1024 * 1024 + 1))).rejects.toMatchObject({
      code: "payload_too_large",
      message: "The zip has more than 50 MB. Leave out tests, maps and what is not needed to run.",
    });
  });

  test.each<[string, () => Promise<Buffer> | Buffer, string]>([
    [
      "a file that is no zip",
      () => Buffer.from("#!/bin/sh\necho hello"),
      "This file is not a zip. Choose a .zip that holds your code.",
    ],
    ["an empty file", () => Buffer.alloc(0), "This file is not a zip. Choose a .zip that holds your code."],
    [
      "a zip that was cut off",
      async () => (await zipOf(good)).subarray(0, 60),
      "The zip is damaged. Make it anew and upload it again.",
    ],
    ["an empty zip", () => zipOf({}), "The zip is empty."],
    [
      "a path that leads out",
      async () =>
        Buffer.from(
          (await zipOf({ "aa/index.mjs": "x" })).toString("latin1").replaceAll("aa/index", "../index"),
          "latin1",
        ),
      "The zip holds a path that leads out of it. Make it anew from within the folder of your code.",
    ],
    [
      "a symbolic link",
      () => zipOf(good, (archive) => archive.symlink("passwd", "/etc/passwd")),
      "The zip holds a symbolic link, passwd. Put the file itself into it.",
    ],
    [
      "a name twice",
      () => zipOf({}, (archive) => void archive.append("1", { name: "a.js" }).append("2", { name: "a.js" })),
      "The zip holds a.js twice.",
    ],
    [
      "a file that is a folder, too",
      () => zipOf({}, (archive) => void archive.append("1", { name: "a" }).append("2", { name: "a/b.js" })),
      "The zip holds a as a file and as a folder.",
    ],
    [
      "a folder that is a file, too",
      () => zipOf({}, (archive) => void archive.append("1", { name: "a/b.js" }).append("2", { name: "a" })),
      "The zip holds a as a file and as a folder.",
    ],
    [
      "a name with a control character",
      async () =>
        Buffer.from((await zipOf({ "a_b.mjs": "x" })).toString("latin1").replaceAll("a_b.mjs", "a\0b.mjs"), "latin1"),
      "The zip holds a name with control characters. Rename the file.",
    ],
    [
      "a name that no file may have",
      () => zipOf({ [`${"ü".repeat(130)}.js`]: "x" }),
      "The zip holds a name of more than 255 bytes. Shorten it.",
    ],
    [
      "folders without end",
      () => zipOf({ [`${"a/".repeat(101)}b.js`]: "x" }),
      "The zip holds a path of more than 100 folders.",
    ],
    [
      "more folders than files",
      () => zipOf(Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`${at}/${"d/".repeat(60)}f`, ""]))),
      "The zip holds more than 10,000 folders.",
    ],
    [
      "a compression that Lambda does not read",
      async () => {
        const bytes = await zipOf({ "a.txt": "x".repeat(1000) });
        bytes.writeUInt16LE(14, bytes.indexOf("PK\u0001\u0002") + 10);
        return bytes;
      },
      "a.txt is compressed in a way that Lambda does not read. Make the zip with Deflate, the usual one.",
    ],
    [
      "a bomb",
      () => zipOf({ "zeros.bin": Buffer.alloc(20 * 1024 * 1024) }),
      "The zip unpacks to more than a hundred times its size. Leave out what is only padding.",
    ],
  ])("%s", async (_, make, message) => {
    await expect(upload(await make())).rejects.toMatchObject({
      code: "invalid_request",
      message,
      errors: [{ path: "file", message }],
    });
  });

  test("a zip that was never uploaded", async () => {
    const { content, revision } = await upload(await zipOf(good));
    const source = {
      kind: "zip",
      artifactSha256: "0".repeat(64),
      fileName: "x.zip",
      sizeBytes: 1,
      entries: [],
    } as const;
    await expect(
      saveDraft(plane.acme, { functionName, revision, content: { ...content, source: { ...source, entries: [] } } }),
    ).rejects.toMatchObject({
      code: "invalid_request",
      message: "The zip of this draft is not there any more. Upload it again.",
    });
  });
});
