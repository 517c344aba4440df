import { createHash, randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { type Author, ensureFunction, publishVersion } from "@annex/aws";
import type { DraftContent, FieldMapping } from "@annex/contract";
import type { Db, Tenant } from "@annex/db";
import { ZipArchive } from "archiver";

export interface WantedCode {
  readonly name: string;
  /** An ES module that exports `handler`, or a Python module. */
  readonly code: string;
  readonly language?: "javascript" | "python";
  /** Other files that it imports, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly mapping?: FieldMapping;
  readonly extensionPointKey?: string | null;
  readonly timeoutMs?: number;
}

export interface Deployed {
  readonly functionId: string;
  readonly lambdaName: string;
}

const nothing: FieldMapping = { parameters: [], outputs: [] };

const main = { javascript: "index.mjs", python: "index.py" } as const;

async function zipOf({ code, files = {}, language = "javascript" }: WantedCode): Promise<Buffer> {
  const archive = new ZipArchive();
  for (const [name, text] of Object.entries({ ...files, [main[language]]: code })) archive.append(text, { name });
  const [bytes] = await Promise.all([buffer(archive), archive.finalize()]);
  return bytes;
}

function contentOf(wanted: WantedCode): DraftContent {
  const { code, language = "javascript", mapping = nothing, extensionPointKey = null, timeoutMs = 2000 } = wanted;
  return {
    source: { kind: "files", files: [{ path: main[language], content: code }] },
    language,
    runtime: language === "python" ? "python3.11" : "nodejs24.x",
    handler: "index.handler",
    memoryMb: 128,
    timeoutMs,
    environment: {},
    packages: [],
    egress: [],
    layers: [],
    extensionPointKey,
    mapping,
  };
}

async function publish(author: Author, lambdaName: string, wanted: WantedCode, number: number) {
  const content = contentOf(wanted);
  const { runtime, handler, memoryMb, timeoutMs, environment } = content;
  const zip = await zipOf(wanted);
  const codeSha256 = createHash("sha256").update(zip).digest("base64");
  const shape = { name: lambdaName, runtime, handler, memoryMb, timeoutMs, environment, tags: {}, zip, codeSha256 };
  await ensureFunction(author, shape);
  const lambdaVersion = await publishVersion(author, { name: lambdaName, codeSha256, description: String(number) });
  return { number, content, codeSha256, lambdaVersion, createdBy: "test" };
}

/** A function on the engine with a live release, as the worker leaves it; the code is not built. */
export async function deployFunction(db: Db, author: Author, tenant: Tenant, wanted: WantedCode): Promise<Deployed> {
  const id = randomUUID();
  const lambdaName = `annex-${tenant.key}-${id.replaceAll("-", "")}`;
  const release = await publish(author, lambdaName, wanted, 1);
  const { id: tenantId, cellId } = tenant;
  await db.forTenant(tenantId).run(async (tx) => {
    await tx.function.create({ data: { id, tenantId, cellId, name: wanted.name, lambdaName, createdBy: "test" } });
    const data = { ...release, tenantId, functionId: id };
    const { id: liveReleaseId } = await tx.release.create({ data });
    await tx.function.update({ where: { id }, data: { liveReleaseId } });
  });
  return { functionId: id, lambdaName };
}

/** The next release of a function, live at once. */
export async function deployRelease(db: Db, author: Author, { functionId, lambdaName }: Deployed, wanted: WantedCode) {
  const { operator } = db;
  const number = 1 + (await operator.release.count({ where: { functionId } }));
  const { tenantId } = await operator.function.findUniqueOrThrow({ where: { id: functionId } });
  const data = { ...(await publish(author, lambdaName, wanted, number)), tenantId, functionId };
  const { id: liveReleaseId } = await operator.release.create({ data });
  await operator.function.update({ where: { id: functionId }, data: { liveReleaseId } });
}
