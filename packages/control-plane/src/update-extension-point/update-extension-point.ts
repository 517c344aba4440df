import { AppError, type ExtensionPoint, type ExtensionPointImpact, updateExtensionPointSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toExtensionPoint } from "../function/load-extension-point.ts";
import { changedPoint } from "../get-extension-point-impact/changed-point.ts";
import { impactOf } from "../get-extension-point-impact/impact-of.ts";
import { recordVersion } from "../list-extension-point-versions/record-version.ts";

const inputSchema = updateExtensionPointSchema.extend({ key: z.string() });

function breaking({ breaks, bindings }: ExtensionPointImpact): AppError {
  const errors = breaks.flatMap(({ tenant, functionName, problems }) =>
    problems.map(({ at, message }) => ({ path: `${tenant}/${functionName}/${at}`, message })),
  );
  const message = `${breaks.length} of ${bindings} bindings would not fit any more. Change less, or accept that they break.`;
  return new AppError("conflict", message, { errors });
}

/**
 * Changes an extension point's contract and keeps it as a version; the data plane follows at once.
 * @throws AppError `conflict` with every problem when bindings would break and that was not accepted, or when it was
 * changed meanwhile; `not_found`; `invalid_request`.
 */
export function updateExtensionPoint(
  ctx: OperatorContext,
  input: z.input<typeof inputSchema>,
): Promise<ExtensionPoint> {
  const { key, acceptBreaking, ...change } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  return ctx.db.operator.$transaction(async (tx) => {
    const { before, after } = await changedPoint(tx, key, change);
    const impact = await impactOf(tx, before, after);
    if (impact.breaks.length > 0 && !acceptBreaking) throw breaking(impact);
    const data = { ...change, version: after.version };
    const row = await tx.extensionPoint.update({ where: { key }, data, include: { recordType: true } });
    await recordVersion(tx, row, actor);
    const broken = impact.breaks.map(({ tenant, functionName }) => `${tenant}/${functionName}`);
    const detail = { version: row.version, broken };
    const target = `extension-point:${key}`;
    await recordAudit(tx, { tenantId: null, actor, action: "updateExtensionPoint", target, detail });
    return toExtensionPoint(row);
  });
}
