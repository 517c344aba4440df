import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@annex/contract";
import { type Db, Prisma } from "@annex/db";
import { storable } from "@annex/telemetry";
import { checkSameRequest, nameOf, type RecordedAnswer, recordedAnswer } from "./answered-before.ts";
import type { KeyedRequest } from "./keyed-request.ts";

interface Once {
  readonly keyed: KeyedRequest;
  /** No run takes longer: after it the first request's process is taken for dead. */
  readonly longestMs: number;
  /** Status 200. What it throws is not recorded: nothing was done, or nobody knows. */
  work(): Promise<unknown>;
}

/** `isRerun`: the process that ran it before died, and what its functions did then nobody knows. */
interface Mine {
  readonly mine: string;
  readonly isRerun: boolean;
}
type Begun = Mine | { readonly answer: RecordedAnswer } | { readonly busy: true };

export interface OnceAnswer extends RecordedAnswer {
  /** It is what was answered before. */
  readonly isReplay: boolean;
  /** It was run again, after a process that died. */
  readonly isRerun: boolean;
}

const lookAgainMs = [20, 50, 100, 200, 250];
const longestWaitMs = 20_000;

/** Makes the key this request's, or tells whose it is. Until when it is goes by the database's clock, as all leases do. */
function begin(db: Db, { keyed, longestMs }: Once): Promise<Begun> {
  const { tenantId, clientId, key, requestHash } = keyed;
  return db.forTenant(tenantId).run(async (tx): Promise<Begun> => {
    const runId = randomUUID();
    const leaseUntil = Prisma.sql`now() + make_interval(secs => ${longestMs / 1000}::float8)`;
    const made = await tx.$executeRaw`
      INSERT INTO idempotency_keys (tenant_id, client_id, key, request_hash, run_id, lease_until)
      VALUES (${tenantId}::uuid, ${clientId}, ${key}, ${requestHash}, ${runId}::uuid, ${leaseUntil})
      ON CONFLICT DO NOTHING`;
    if (made === 1) return { mine: runId, isRerun: false };
    const row = await tx.idempotencyKey.findUnique({ where: nameOf(keyed) });
    if (!row) return { busy: true }; // given back this moment
    checkSameRequest(row, keyed);
    const answer = recordedAnswer(row);
    if (answer) return { answer };
    const taken = await tx.$executeRaw`
      UPDATE idempotency_keys SET run_id = ${runId}::uuid, lease_until = ${leaseUntil}
      WHERE tenant_id = ${tenantId}::uuid AND client_id = ${clientId} AND key = ${key}
        AND run_id = ${row.runId}::uuid AND status IS NULL AND lease_until < now()`;
    return taken === 1 ? { mine: runId, isRerun: true } : { busy: true };
  });
}

async function beginOrWait(db: Db, once: Once): Promise<Exclude<Begun, { busy: true }>> {
  const deadline = Date.now() + Math.min(longestWaitMs, once.longestMs);
  for (let round = 0; ; round += 1) {
    const begun = await begin(db, once);
    if (!("busy" in begun)) return begun;
    if (Date.now() > deadline) {
      const message = "The first request with this Idempotency-Key is still being worked at. Send it again later.";
      throw new AppError("conflict", message, { retryAfterSeconds: 2 });
    }
    await delay(lookAgainMs[Math.min(round, lookAgainMs.length - 1)]);
  }
}

/**
 * Does the work of a request once for its key. The first request runs it; one that comes meanwhile waits for its
 * answer, one that comes later gets the recorded one. Where the first one's process died, the next one runs it again and
 * is told so (decision 068): at least once, and once in all but that case.
 * @throws AppError `conflict` where the key was used for another request.
 */
export async function runOnce(db: Db, once: Once): Promise<OnceAnswer> {
  const begun = await beginOrWait(db, once);
  if ("answer" in begun) return { ...begun.answer, isReplay: true, isRerun: false };
  const mine = { ...once.keyed, runId: begun.mine };
  const asTenant = db.forTenant(once.keyed.tenantId);
  let body: unknown;
  try {
    body = await once.work();
  } catch (error) {
    await asTenant.run((tx) => tx.idempotencyKey.deleteMany({ where: { ...mine, status: null } }));
    throw error;
  }
  const data = { status: 200, answer: storable(body) ?? {}, leaseUntil: null };
  await asTenant.run((tx) => tx.idempotencyKey.updateMany({ where: mine, data }));
  return { status: 200, body, isReplay: false, isRerun: begun.isRerun };
}
