import type { PrismaClient } from "@annex/db";
import { z } from "zod";
import type { OtlpSignal, OtlpTarget } from "./otlp-settings.ts";
import { sendOtlp } from "./send-otlp.ts";

/** One request's worth of what a signal has to send. */
export interface OtlpBatch {
  readonly count: number;
  /** Of the newest one in it. */
  readonly newestAt: Date | null;
  /** Where the signal goes on after it. */
  readonly next: bigint;
  readonly body: unknown;
}

interface Claim {
  readonly position: bigint;
  readonly isFailing: boolean;
}

const leaseSeconds = 60;
/** While the collector is away, what is older than this is given up, and counted. */
const longestWaitMs = 3_600_000;

const claimSchema = z.array(z.object({ position: z.bigint(), isFailing: z.boolean() }));

/** Only one worker at a time sends a signal; what one that died had under way is sent again. */
async function claim(operator: PrismaClient, signal: OtlpSignal): Promise<Claim | undefined> {
  const rows = await operator.$queryRaw`
    UPDATE otlp_exports SET lease_until = now() + make_interval(secs => ${leaseSeconds}::int)
    WHERE signal = ${signal} AND lease_until < now()
    RETURNING position, failing_since IS NOT NULL AS "isFailing"`;
  return claimSchema.parse(rows)[0];
}

interface Outcome {
  readonly next: bigint;
  readonly sent: number;
  readonly dropped: number;
  /** Why the collector did not take all; null where it did. */
  readonly error: string | null;
  readonly isAway: boolean;
}

async function settle(operator: PrismaClient, signal: OtlpSignal, { next, sent, dropped, error, isAway }: Outcome) {
  await operator.$executeRaw`
    UPDATE otlp_exports SET position = ${next}, sent = sent + ${sent}, dropped = dropped + ${dropped},
      last_error = coalesce(${error}, last_error), lease_until = '1970-01-01 00:00:00+00',
      failing_since = CASE WHEN ${isAway} THEN coalesce(failing_since, now()) END,
      sent_at = CASE WHEN ${sent > 0} THEN now() ELSE sent_at END
    WHERE signal = ${signal}`;
}

async function deliver(target: OtlpTarget, batch: OtlpBatch, { position, isFailing }: Claim): Promise<Outcome> {
  const { count, next, newestAt, body } = batch;
  const none = { next, sent: 0, dropped: 0, error: null, isAway: false };
  if (count === 0) return { ...none, isAway: isFailing };
  if (isFailing && newestAt !== null && newestAt.getTime() < Date.now() - longestWaitMs)
    return { ...none, dropped: count, isAway: true };
  const answer = await sendOtlp(target, body);
  if (answer.kind === "taken") return { ...none, sent: count, dropped: answer.rejected, error: answer.message || null };
  if (answer.kind === "refused") return { ...none, dropped: count, error: answer.message };
  return {
    ...none,
    next: newestAt === null ? next : position,
    dropped: newestAt === null ? count : 0,
    error: answer.message,
    isAway: true,
  };
}

interface Sending {
  readonly signal: OtlpSignal;
  readonly target: OtlpTarget;
  /** Where a signal begins that was never sent. */
  readonly start: () => Promise<bigint>;
  readonly read: (position: bigint) => Promise<OtlpBatch>;
  /** Told where the collector did not take all. */
  readonly onProblem: (message: string, dropped: number) => void;
}

/**
 * Sends the next batch of a signal; where the collector is away it stays the next one. A batch without `newestAt` is of
 * the moment: there is no use in sending it later.
 * @returns whether a batch went out, so that another may follow at once.
 */
export async function sendNext(operator: PrismaClient, sending: Sending): Promise<boolean> {
  const { signal, target, read, onProblem } = sending;
  if (!(await operator.otlpExport.findUnique({ where: { signal } }))) {
    const position = await sending.start();
    await operator.$executeRaw`INSERT INTO otlp_exports (signal, position) VALUES (${signal}, ${position}) ON CONFLICT DO NOTHING`;
  }
  const claimed = await claim(operator, signal);
  if (!claimed) return false;
  const batch = await read(claimed.position);
  const outcome = await deliver(target, batch, claimed);
  await settle(operator, signal, outcome);
  if (outcome.error !== null || outcome.dropped > 0) onProblem(outcome.error ?? "older than an hour", outcome.dropped);
  return outcome.sent > 0 || outcome.dropped > 0;
}
