import type { Db } from "@annex/db";

const hours = (count: number) => new Date(Date.now() - count * 3_600_000);

/** How long what is over is kept, in hours: results to fetch, dead letters to redrive, keys to send again with. */
export const keptHours = { results: 7 * 24, deadLetters: 30 * 24, idempotencyKeys: 24 } as const;

/** With the test runs that replays of a draft are, and these first: one without its replay would be anybody's to read. */
async function expireReplays(operator: Db["operator"]): Promise<void> {
  const over = hours(keptHours.results);
  await operator.$executeRaw`DELETE FROM test_runs USING replays WHERE replays.id = test_runs.id AND replays.created_at < ${over}`;
  await operator.replay.deleteMany({ where: { createdAt: { lt: over } } });
}

/** Each holds a draft whole. */
async function expireTestRuns(operator: Db["operator"]): Promise<void> {
  await operator.testRun.deleteMany({ where: { state: "done", finishedAt: { lt: hours(keptHours.results) } } });
}

/** Removes results, dead letters, recorded payloads, replays, test runs and idempotency keys that were kept long enough. */
export async function expireAccepted({ operator }: Pick<Db, "operator">): Promise<void> {
  await operator.acceptedInvocation.deleteMany({
    where: { state: { in: ["done", "cancelled"] }, finishedAt: { lt: hours(keptHours.results) } },
  });
  await operator.acceptedInvocation.deleteMany({
    where: { state: "dead", finishedAt: { lt: hours(keptHours.deadLetters) } },
  });
  await expireReplays(operator);
  await expireTestRuns(operator);
  await operator.recordedPayload.deleteMany({ where: { expiresAt: { lt: new Date() } } });
  await operator.idempotencyKey.deleteMany({ where: { createdAt: { lt: hours(keptHours.idempotencyKeys) } } });
}
