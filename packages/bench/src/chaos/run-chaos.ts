import { setTimeout as delay } from "node:timers/promises";
import { functionResultSchema } from "@annex/contract";
import { invoiceNumber, sendInvocations } from "./send-invocations.ts";
import { type ChaosPlatform, startPlatform } from "./start-platform.ts";

export interface ChaosReport {
  readonly sent: number;
  readonly seconds: number;
  /** How often each process was killed with SIGKILL. */
  readonly kills: Readonly<Record<string, number>>;
  /** How many runs there were in all: more than `sent` where a run was lost with its process, or failed. */
  readonly runs: number;
  /** Keys that have no accepted invocation, or another one than the caller was told. */
  readonly lost: readonly number[];
  /** Accepted invocations without the outcome `success`, or with another answer than theirs. */
  readonly wrong: readonly string[];
  /** Accepted invocations with more than one recorded success. */
  readonly twice: readonly string[];
}

interface ChaosOptions {
  readonly count: number;
  readonly atOnce: number;
  readonly killEveryMs: number;
  /** How often each process is killed. */
  readonly killsOfEach: number;
  readonly say?: (line: string) => void;
}

const settledWithinMs = 300_000;

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

async function killAtRandom({ processes }: ChaosPlatform, options: ChaosOptions) {
  const kills: Record<string, number> = {};
  for (let round = 0; round < options.killsOfEach; round += 1) {
    for (const [name, process] of shuffled(Object.entries(processes))) {
      await delay(options.killEveryMs * (0.5 + Math.random()));
      await process.kill();
      kills[name] = (kills[name] ?? 0) + 1;
      options.say?.(`killed ${name}`);
    }
  }
  return kills;
}

/** Until nothing waits or runs any more; the database may just be coming back. */
async function untilSettled({ db }: ChaosPlatform): Promise<void> {
  const deadline = Date.now() + settledWithinMs;
  for (;;) {
    const open = await db.operator.acceptedInvocation
      .count({ where: { state: { in: ["queued", "running", "held"] } } })
      .catch(() => -1);
    if (open === 0) return;
    if (Date.now() > deadline) throw new Error(`${open} invocations have no outcome after five minutes.`);
    await delay(200);
  }
}

async function compare({ db }: ChaosPlatform, ids: readonly string[]): Promise<Omit<ChaosReport, "seconds" | "kills">> {
  const rows = new Map((await db.operator.acceptedInvocation.findMany()).map((row) => [row.id, row]));
  const runs = await db.operator.invocation.findMany({ select: { acceptedId: true, outcome: true } });
  // a run whose data plane died before it wrote is recovered from its REPORT line, and is nobody's outcome
  const successes = runs.flatMap(({ acceptedId, outcome }) =>
    outcome === "success" && acceptedId !== null ? [acceptedId] : [],
  );
  const wrong = ids.filter((id, number) => {
    const row = rows.get(id);
    const result = functionResultSchema.safeParse(row?.result);
    return row?.outcome !== "success" || result.data?.fields["invoice.note"] !== `did ${invoiceNumber(number)}`;
  });
  const lost = ids.flatMap((id, number) => (rows.has(id) ? [] : [number]));
  const unknown = [...rows.keys()].filter((id) => !ids.includes(id));
  const twice = successes.filter((id, index) => successes.indexOf(id) !== index);
  return { sent: ids.length, runs: runs.length, lost, wrong: [...wrong, ...unknown], twice };
}

/** Sends asynchronous invocations with keys while data planes, worker, engine and PostgreSQL are killed at random. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const platform = await startPlatform();
  try {
    const started = Date.now();
    const [ids, kills] = await Promise.all([
      sendInvocations(platform, options.count, options.atOnce),
      killAtRandom(platform, options),
    ]);
    await untilSettled(platform);
    const seconds = (Date.now() - started) / 1000;
    return { ...(await compare(platform, ids)), seconds, kills };
  } finally {
    await platform.close();
  }
}
