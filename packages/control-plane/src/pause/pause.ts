import { AppError, type Pause, type PauseRecord, pauseSchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { isUniqueViolation } from "../context/unique-violation.ts";
import { pauseInclude, toPause } from "../list-pauses/to-pause.ts";

type Context = Pick<OperatorContext, "db" | "principal">;

interface Named {
  readonly target: string;
  readonly functionId?: string;
  readonly releaseNumber?: number;
  readonly extensionPointKey?: string;
  readonly runtime?: string;
}

async function loadNamed(tx: Tx, what: Pause): Promise<Named> {
  if (what.kind === "runtime") return { target: what.runtime, runtime: what.runtime };
  if (what.kind === "extension_point") {
    const { extensionPointKey: key } = what;
    if (!(await tx.extensionPoint.findUnique({ where: { key }, select: { id: true } })))
      throw new AppError("not_found", `There is no extension point ${key}.`);
    return { target: key, extensionPointKey: key };
  }
  const { tenantId, functionName: name } = what;
  const found = await tx.function.findFirst({ where: { tenantId, name, deletedAt: null }, select: { id: true } });
  if (!found) throw new AppError("not_found", `The tenant has no function named ${name}.`);
  if (what.kind === "function") return { target: name, functionId: found.id };
  const { releaseNumber } = what;
  const where = { functionId_number: { functionId: found.id, number: releaseNumber } };
  if (!(await tx.release.findUnique({ where, select: { id: true } })))
    throw new AppError("not_found", `${name} has no release ${releaseNumber}.`);
  return { target: `${name} release ${releaseNumber}`, functionId: found.id, releaseNumber };
}

/**
 * Stops a function, one of its releases, an extension point or a runtime within a second: calls are refused with
 * `paused` and the reason, accepted invocations are held. @throws AppError `not_found`, `conflict` where it is paused.
 */
export async function pause(ctx: Context, input: z.input<typeof pauseSchema>): Promise<PauseRecord> {
  const what = parse(pauseSchema, input);
  const { kind, tenantId, reason } = what;
  const pausedBy = ctx.principal.actor;
  try {
    return await ctx.db.operator.$transaction(async (tx) => {
      if (tenantId !== null && !(await tx.tenant.findUnique({ where: { id: tenantId }, select: { id: true } })))
        throw new AppError("not_found", "There is no such tenant.");
      const named = await loadNamed(tx, what);
      const data = { id: newId(), kind, tenantId, reason, pausedBy, ...named };
      const row = await tx.pause.create({ data, include: pauseInclude });
      const target = `${kind}:${named.target}`;
      await recordAudit(tx, { tenantId, actor: pausedBy, action: "pause", target, detail: { reason } });
      return toPause(row);
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", "It is paused already.", { cause: error });
  }
}

const endSchema = z.object({ pauseId: z.uuid("There is no such pause.") });

/** Ends a pause: calls go through again, and what was held runs. @throws AppError `not_found`, `conflict` where it ended. */
export async function endPause(ctx: Context, input: z.input<typeof endSchema>): Promise<PauseRecord> {
  const { pauseId: id } = parse(endSchema, input);
  const { actor } = ctx.principal;
  return ctx.db.operator.$transaction(async (tx) => {
    const known = await tx.pause.findUnique({ where: { id } });
    if (!known) throw new AppError("not_found", "There is no such pause.");
    const { count } = await tx.pause.updateMany({
      where: { id, endedAt: null },
      data: { endedAt: new Date(), endedBy: actor },
    });
    if (count === 0) throw new AppError("conflict", "It ended already.");
    const row = await tx.pause.findUniqueOrThrow({ where: { id }, include: pauseInclude });
    const { tenantId, kind, target } = known;
    await recordAudit(tx, { tenantId, actor, action: "endPause", target: `${kind}:${target}` });
    return toPause(row);
  });
}
