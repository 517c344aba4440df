import type { PlatformLine } from "@annex/contract";
import { webhookContext } from "@annex/control-plane";
import type { Prisma } from "@annex/db";
import { open } from "@annex/envelope";
import { type LogEntry, recordLines } from "@annex/telemetry";
import type { WorkerContext } from "../worker-context.ts";
import { postWebhook } from "./post-webhook.ts";
import { signWebhook } from "./sign-webhook.ts";

/** What it works with of the worker's context. */
type Context = Pick<WorkerContext, "db" | "masterKey" | "webhookHosts">;

const include = { webhook: { include: { tenant: { select: { status: true } } } } } as const;
type Delivery = Prisma.WebhookDeliveryGetPayload<{ include: typeof include }>;
const longestError = 300;

interface Tried {
  readonly status?: number;
  readonly error?: string;
  readonly durationMs: number;
}

/** What a receiver is told of an alert. Its line stands with the function that it watches, where it watches one. */
async function alertBody({ db }: Context, alertEventId: string) {
  const event = await db.operator.alertEvent.findUnique({ where: { id: alertEventId }, include: { rule: true } });
  if (!event) return gone;
  const { id, kind, value, threshold, text, at, rule } = event;
  const { metric, windowMinutes } = rule;
  const data = { id, rule: rule.name, metric, value, threshold, windowMinutes, text };
  const body = JSON.stringify({ type: `alert.${kind}`, timestamp: at, data });
  return { body, functionId: rule.functionId, correlationId: null };
}

/** What a receiver is told to try it. */
function testBody({ id, createdAt, webhook }: Delivery) {
  const data = { id, webhook: webhook.name, text: "A test of this webhook: nothing happened." };
  return {
    body: JSON.stringify({ type: "webhook.test", timestamp: createdAt, data }),
    functionId: null,
    correlationId: null,
  };
}

/** Why there is nothing to tell, which no other try changes. */
interface Untold {
  readonly untold: string;
}

const gone: Untold = { untold: "The invocation's result is no longer kept." };
const redriven: Untold = { untold: "The invocation was redriven: another delivery tells what it comes to." };

/** What a receiver is told: the invocation as `GET /v1/invocations/{id}` has it, in short, or an alert, or a test. */
async function bodyOf(ctx: Context, delivery: Delivery) {
  const { acceptedId, alertEventId, isTest } = delivery;
  if (isTest) return testBody(delivery);
  if (alertEventId !== null) return alertBody(ctx, alertEventId);
  const { db } = ctx;
  if (acceptedId === null) return gone;
  const row = await db.operator.acceptedInvocation.findUnique({ where: { id: acceptedId } });
  if (!row) return gone;
  if (row.finishedAt === null) return redriven;
  const { id, state, outcome, correlationId, functionName, extensionPointKey, attempts, result, finishedAt } = row;
  const invocation = {
    id,
    state,
    outcome,
    correlationId,
    functionName,
    extensionPointKey,
    attempts,
    finishedAt,
    result,
  };
  const body = JSON.stringify({ type: "invocation.finished", timestamp: finishedAt, data: invocation });
  return { body, functionId: row.functionId, correlationId };
}

/** A line of each try, which stands beside the function's. */
async function recordTry(
  ctx: Context,
  delivery: Delivery,
  of: Pick<LogEntry, "functionId" | "correlationId">,
  tried: Tried,
) {
  const { tenantId, webhook, acceptedId, attempts } = delivery;
  if (acceptedId === null || tenantId === null) return; // an alert is no invocation's
  const { status = null, error, durationMs } = tried;
  const attempt = attempts + 1;
  const fields: PlatformLine = {
    kind: "webhook_delivery",
    webhook: webhook.name,
    acceptedId,
    attempt,
    status,
    durationMs,
  };
  const entry: LogEntry = {
    ...of,
    eventId: `webhook-${delivery.id}-${attempt}`,
    requestId: null,
    releaseNumber: null,
    level: error === undefined ? "info" : "warn",
    message:
      error === undefined ? `Webhook ${webhook.name} was told` : `Webhook ${webhook.name} was not told: ${error}`,
    fields,
    source: "worker",
    at: new Date(Date.now() - durationMs),
  };
  await ctx.db.operator.$transaction((tx) => recordLines(tx, tenantId, [entry]));
}

/** The secret, and the one before it for as long as it holds. */
function secretsOf({ masterKey }: Context, { webhook }: Delivery, now: Date): string[] {
  const context = webhookContext(webhook.tenantId, webhook.id);
  const secret = open(masterKey, webhook, context);
  const { previousCiphertext: ciphertext, previousWrappedKey: wrappedKey, previousKeyId: keyId } = webhook;
  const isOver = webhook.previousUntil === null || webhook.previousUntil <= now;
  if (isOver || ciphertext === null || wrappedKey === null || keyId === null) return [secret];
  return [secret, open(masterKey, { ciphertext, wrappedKey, keyId }, context)];
}

async function post(ctx: Context, delivery: Delivery, body: string): Promise<number> {
  const { webhook } = delivery;
  const now = new Date();
  const timestamp = Math.floor(now.getTime() / 1000);
  const headers = signWebhook({ secrets: secretsOf(ctx, delivery, now), id: delivery.id, timestamp, body });
  return postWebhook({ url: new URL(webhook.url), headers, body, allowed: ctx.webhookHosts });
}

/**
 * Tells a webhook what became of an accepted invocation. Any 2xx answer is a delivery; everything else throws, so that
 * the queue tries again with growing pauses, and is given up with the last try. What a suspended tenant's webhook was
 * to be told is held, untried, until the tenant is resumed (`sweepDeliveries`).
 */
export async function deliverWebhook(ctx: Context, deliveryId: string, lastTry: boolean): Promise<void> {
  const where = { id: deliveryId };
  const delivery = await ctx.db.operator.webhookDelivery.findUnique({ where, include });
  if (delivery?.state !== "pending") return;
  if (delivery.webhook.tenant?.status === "suspended") {
    await ctx.db.operator.webhookDelivery.updateMany({ where, data: { state: "held" } });
    return;
  }
  const told = await bodyOf(ctx, delivery);
  const given: { status?: number; error?: string } = {};
  const began = performance.now();
  try {
    if ("untold" in told) throw new Error(told.untold);
    given.status = await post(ctx, delivery, told.body);
    if (given.status < 200 || given.status > 299) given.error = `The receiver answered ${given.status}.`;
  } catch (error) {
    given.error = error instanceof Error ? error.message : String(error);
  }
  const isOver = given.error === undefined || lastTry || "untold" in told;
  const durationMs = Math.round(performance.now() - began);
  const { body: _, ...of } = "untold" in told ? { body: null, functionId: null, correlationId: null } : told;
  await ctx.db.operator.webhookDelivery.updateMany({
    where,
    data: {
      attempts: { increment: 1 },
      lastStatus: given.status ?? null,
      lastError: given.error?.slice(0, longestError) ?? null,
      ...(isOver ? { state: given.error === undefined ? "delivered" : "failed", finishedAt: new Date() } : {}),
    },
  });
  await recordTry(ctx, delivery, of, { ...given, durationMs });
  if (!isOver) throw new Error(given.error);
}
