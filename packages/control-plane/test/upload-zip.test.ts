import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { ZipArchive } from "archiver";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createFunction, getZipFile, listAudit, publishRelease, saveDraft, uploadZip } from "../src/index.ts";
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

describe("refuses", () => {
  test("6 MB + 1 byte", async () => {
    await expect(upload(Buffer.alloc(6 * 1024 * 1024 + 1))).rejects.toMatchObject({
      code: "payload_too_large",
      message: "The zip has more than 6 MB. Leave out tests, maps and what is not needed to run.",
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
