import {
  AppError,
  draftContentSchema,
  fieldValuesSchema,
  type Replay,
  type ReplayTarget,
  startReplaySchema,
} from "@annex/contract";
import type { RecordedPayload, Tx } from "@annex/db";
import { z } from "zod";
import { acceptInvocations } from "../accepted-invocation/accept-invocations.ts";
import type { AcceptedContext } from "../accepted-invocation/accepted-context.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import { toJson } from "../context/to-json.ts";
import { readReplay } from "../get-replay/read-replay.ts";
import { checkMayTest } from "../may-run/check-may-test.ts";
import { checkTestQueue } from "../may-run/check-test-queue.ts";
import { loadPayload } from "../recorded-payload/load-payload.ts";

const inputSchema = startReplaySchema.extend({ invocationId: z.string() });

/** Once: what came of it is the answer. A failure of ours is tried again for a minute. */
const policy = { maxAttempts: 1, firstDelaySeconds: 1, maxDelaySeconds: 10, maxAgeSeconds: 60 } as const;

interface Wanted {
  readonly id: string;
  readonly source: RecordedPayload;
  readonly target: ReplayTarget;
  readonly fields: Record<string, z.core.util.JSONType>;
}

/** What was sent, without what was redacted, with what stands in for it. @throws AppError `conflict`. */
function fieldsOf(source: RecordedPayload, given: Wanted["fields"] = {}): Wanted["fields"] {
  if (source.dropped.includes("fields"))
    throw new AppError("conflict", "What was sent then was too large to be recorded, so that it cannot be run again.");
  const recorded = Object.entries(fieldValuesSchema.parse(source.fields ?? {}));
  return { ...Object.fromEntries(recorded.filter(([path]) => !source.redacted.includes(path))), ...given };
}

async function runDraft(tx: Tx, ctx: AcceptedContext, { id, source, fields }: Wanted): Promise<void> {
  // what a draft calls is counted from its start, so that a function that starts it would begin anew
  if (ctx.hops)
    throw new AppError("conflict", "A function cannot run a draft. Replay with a release, or from outside.");
  const tenantId = ctx.tenant.id;
  const draft = await tx.draft.findFirst({ where: { functionId: source.functionId, function: { deletedAt: null } } });
  if (!draft) throw new AppError("not_found", "The function is not there any more.");
  const { functionId } = source;
  const content = draftContentSchema.parse(draft.content);
  await checkMayTest(tx, { tenantId, functionId, content });
  await checkTestQueue(tx, tenantId);
  const createdBy = ctx.principal.actor;
  const run = { id, tenantId, functionId, content: toJson(content), record: fields, createdBy };
  await tx.testRun.createMany({ data: [run] });
  await ctx.jobs.send(tx, { queue: "test-run", data: { tenantId, testRunId: id } }, { singletonKey: id });
}

async function runRelease(tx: Tx, ctx: AcceptedContext, { id, source, target, fields }: Wanted): Promise<void> {
  const { functionId, extensionPointKey } = source;
  const row = await tx.function.findFirst({ where: { id: functionId, deletedAt: null } });
  const releaseNumber = target.kind === "release" ? target.number : null;
  const isThere =
    releaseNumber === null
      ? row?.liveReleaseId
      : await tx.release.findFirst({ where: { functionId, number: releaseNumber, lambdaVersion: { not: null } } });
  if (!row || !isThere) throw new AppError("not_found", "There is no such release, or it was never deployed.");
  await acceptInvocations(tx, ctx.jobs, {
    tenantId: ctx.tenant.id,
    correlationId: newId(),
    hops: ctx.hops ?? 0,
    trigger: "replay",
    extensionPointKey,
    caller: ctx.principal.actor,
    fields,
    webhookId: null,
    policy,
    releaseNumber,
    invocations: [{ id, functionId, functionName: row.name }],
  });
}

/**
 * Runs what was recorded of an invocation again: with the live release, another one or the draft. It is a run of its
 * own, in the ledger as a replay; bindings, idempotency keys and webhooks of the original have no part in it. What the
 * function itself does, it does again.
 * @throws AppError `not_found` for what was not recorded or a release that is not there, `conflict`, `forbidden`; with
 * the draft as `checkMayTest` and `checkTestQueue`.
 */
export async function replayInvocation(ctx: AcceptedContext, input: z.input<typeof inputSchema>): Promise<Replay> {
  const { invocationId, target, fields: given } = parse(inputSchema, input);
  const tenantId = ctx.tenant.id;
  const createdBy = ctx.principal.actor;
  const id = newId();
  await ctx.db.run(async (tx) => {
    const source = await loadPayload(tx, invocationId, ctx.only);
    authorise(ctx, "developer");
    const wanted = { id, source, target, fields: fieldsOf(source, given) };
    await (target.kind === "draft" ? runDraft(tx, ctx, wanted) : runRelease(tx, ctx, wanted));
    const releaseNumber = target.kind === "release" ? target.number : null;
    const replay = { id, tenantId, sourceId: source.id, sourceAttempt: source.attempt, target: target.kind, createdBy };
    await tx.replay.createMany({ data: [{ ...replay, releaseNumber }] });
    const detail = { replay: id, target, replaced: Object.keys(given ?? {}) };
    const event = { tenantId, actor: createdBy, action: "replayInvocation", target: `invocation:${source.id}` };
    await recordAudit(tx, { ...event, detail });
  });
  return ctx.db.run((tx) => readReplay(tx, id));
}
