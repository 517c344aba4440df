import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type CodeZip,
  createFunction,
  downloadCode,
  listAudit,
  publishRelease,
  saveDraft,
  uploadZip,
} from "../src/index.ts";
import { readZip, readZipBytes } from "../src/upload-zip/read-zip.ts";
import { makeZip } from "../src/zip/make-zip.ts";
import { type ControlPlane, draftOf, startControlPlane } from "./start-control-plane.ts";

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane.close());

async function wholeOf({ parts, sizeBytes }: CodeZip): Promise<Buffer> {
  const read: Uint8Array[] = [];
  for await (const part of parts) read.push(part);
  const bytes = Buffer.concat(read);
  expect(bytes).toHaveLength(sizeBytes);
  return bytes;
}

/** What a zip holds, as text. */
async function unpacked(code: CodeZip): Promise<Record<string, string>> {
  const zip = await wholeOf(code);
  const paths = (await readZip(zip)).map(({ path }) => path);
  const texts = paths.map(async (path) => [path, String(await readZipBytes(zip, path, 1_000_000))] as const);
  return Object.fromEntries(await Promise.all(texts));
}

const files = (contents: Record<string, string>) => ({
  kind: "files" as const,
  files: Object.entries(contents).map(([path, content]) => ({ path, content })),
});

async function make(functionName: string, more: Parameters<typeof draftOf>[0]) {
  await createFunction(plane.acme, { name: functionName, extensionPointKey: null, template: "blank" });
  const content = draftOf({ extensionPointKey: null, mapping: { parameters: [], outputs: [] }, ...more });
  return saveDraft(plane.acme, { functionName, content, revision: 1 });
}

describe("the code of a function is downloaded", () => {
  const code = "export const handler = async () => ({ note: 'Grüße' });\n";

  test("as it was written, with its packages for npm; a release keeps its own", async () => {
    const packages = [{ name: "ibantools", version: "4.5.1" }];
    const { revision, content } = await make("score", { source: files({ "src/index.ts": code }), packages });
    await publishRelease(plane.acme, { functionName: "score", revision });
    await saveDraft(plane.acme, { functionName: "score", content: { ...content, packages: [] }, revision });
    const release = await downloadCode(plane.acme, { functionName: "score", release: 1 });
    expect(release.fileName).toBe("score-1.zip");
    const { "package.json": manifest = "", ...written } = await unpacked(release);
    expect(written).toEqual({ "src/index.ts": code });
    expect(JSON.parse(manifest)).toEqual({ private: true, type: "module", dependencies: { ibantools: "4.5.1" } });
    const draft = await downloadCode(plane.acme, { functionName: "score" });
    expect(draft.fileName).toBe("score-draft.zip");
    expect(JSON.parse((await unpacked(draft))["package.json"] ?? "")).toMatchObject({ dependencies: {} });
  });

  test("with its packages for pip, or with the tenant's own list of them", async () => {
    const python = { language: "python", runtime: "python3.11", handler: "app.handler" } as const;
    const packages = [{ name: "pydantic", version: "2.9.0" }];
    await make("py", { ...python, source: files({ "app.py": "x = 1\n" }), packages });
    const code = await downloadCode(plane.acme, { functionName: "py" });
    expect(await unpacked(code)).toEqual({ "app.py": "x = 1\n", "requirements.txt": "pydantic==2.9.0\n" });
    const own = { "app.py": "x = 1\n", "requirements.txt": "mine\n" };
    await make("py-own", { ...python, source: files(own), packages });
    expect(await unpacked(await downloadCode(plane.acme, { functionName: "py-own" }))).toEqual(own);
  });

  test("byte by byte where it is a zip, or what was built of a release", async () => {
    const functionName = "zipped";
    await createFunction(plane.acme, { name: functionName, extensionPointKey: null, template: "blank" });
    const zip = await makeZip([
      { path: "index.mjs", bytes: Buffer.from(code) },
      { path: "noise.bin", bytes: randomBytes(3 * 1024 * 1024) },
    ]);
    const { content, revision } = await uploadZip(plane.acme, { functionName, fileName: "code.zip", bytes: zip });
    expect(zip.equals(await wholeOf(await downloadCode(plane.acme, { functionName })))).toBe(true);
    const saved = await saveDraft(plane.acme, {
      functionName,
      revision,
      content: { ...content, handler: "index.handler" },
    });
    await publishRelease(plane.acme, { functionName, revision: saved.revision });
    const deployed = () => downloadCode(plane.acme, { functionName, release: 1, what: "deployed" });
    await expect(deployed()).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("not built"),
    });
    const { artifactSha256 } = await plane.fresh.db.operator.artifact
      .findFirstOrThrow({ where: { tenantId: plane.acme.tenant.id } })
      .then(({ sha256 }) => ({ artifactSha256: sha256 }));
    const where = { number: 1, function: { name: functionName } };
    await plane.fresh.db.operator.release.updateMany({ where, data: { artifactSha256 } });
    expect(zip.equals(await wholeOf(await deployed()))).toBe(true);
  });

  test("by whoever may read it, which is audited, and by no other tenant", async () => {
    const audited = async () => (await listAudit(plane.acme)).items.filter(({ action }) => action === "downloadCode");
    const before = (await audited()).length;
    await downloadCode(plane.as("viewer"), { functionName: "score" });
    expect(await audited()).toHaveLength(before + 1);
    const refused = { code: "not_found" };
    await expect(downloadCode(plane.globex, { functionName: "score" })).rejects.toMatchObject(refused);
    await expect(downloadCode(plane.acme, { functionName: "score", release: 99 })).rejects.toMatchObject(refused);
    await expect(downloadCode(plane.acme, { functionName: "score", what: "deployed" })).rejects.toMatchObject({
      code: "invalid_request",
    });
  });
});
