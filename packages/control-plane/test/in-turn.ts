import type { Db, Tx } from "@annex/db";
import { expect, vi } from "vitest";
import { z } from "zod";

const waitingSchema = z.tuple([z.object({ n: z.number() })]);

async function waiting(operator: Db["operator"]): Promise<number> {
  const rows = await operator.$queryRaw`
    SELECT count(DISTINCT l.pid)::int AS n FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE NOT l.granted AND a.datname = current_database()`;
  return waitingSchema.parse(rows)[0].n;
}

/**
 * Begins each call while what they need is held, one behind the other, then lets them go. @returns what became of each:
 * `done`, or the code of its error.
 */
export async function inTurn(
  operator: Db["operator"],
  hold: (tx: Tx) => Promise<unknown>,
  calls: readonly (() => Promise<unknown>)[],
): Promise<unknown[]> {
  const begun: Promise<unknown>[] = [];
  await operator.$transaction(async (tx) => {
    await hold(tx);
    for (const call of calls) {
      const ended = call().then(
        () => "done",
        ({ code }) => code,
      );
      begun.push(ended);
      await vi.waitFor(async () => expect(await waiting(operator)).toBe(begun.length), { timeout: 4000, interval: 10 });
    }
  });
  return Promise.all(begun);
}
