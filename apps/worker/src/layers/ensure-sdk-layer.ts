import { createHash } from "node:crypto";
import { addVersion, newId, readZip, recordAudit } from "@annex/control-plane";
import { makeZip } from "@annex/control-plane/zip";
import type { Tx } from "@annex/db";
import { sdkLayerFiles } from "../runners/bundle-runner.ts";
import type { WorkerContext } from "../worker-context.ts";

const name = "function-sdk";
const description =
  "@annex/function-sdk: logger, correlation and the platform's API. Attached, it is upgraded without a build.";
const createdBy = "system:worker";

async function loadLayer(tx: Tx) {
  // two workers that start at once
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('layer:function-sdk', 0))`;
  const found = await tx.layer.findFirst({
    where: { name, tenantId: null },
    include: { versions: { orderBy: { number: "desc" }, take: 1, select: { sha256: true } } },
  });
  if (found) return found;
  const data = { id: newId(), tenantId: null, name, description, createdBy };
  return { ...(await tx.layer.create({ data })), versions: [] };
}

/** Makes the function SDK of this installation the newest version of the vendor's first layer; the same SDK makes none. */
export async function ensureSdkLayer(ctx: WorkerContext): Promise<void> {
  const bytes = await makeZip(await sdkLayerFiles());
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const entries = await readZip(bytes);
  await ctx.db.operator.$transaction(async (tx) => {
    const layer = await loadLayer(tx);
    if (layer.versions[0]?.sha256 === sha256) return;
    const { number } = await addVersion(tx, {
      ...{ layerId: layer.id, tenantId: null, message: "The function SDK of this release", bytes, entries, createdBy },
      runtimes: ["nodejs24.x", "nodejs22.x"],
    });
    const target = `layer:${name}`;
    const detail = { version: number, sha256 };
    await recordAudit(tx, { tenantId: null, actor: createdBy, action: "createVendorLayerVersion", target, detail });
  });
}
