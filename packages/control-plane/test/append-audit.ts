import { createDb } from "@annex/db";
import { recordAudit, sealAudit } from "../src/index.ts";

// Writes audit events as fast as it can, and seals them meanwhile, in a process of its own.
// Arguments: the operator's URL, the writer's name, how many events. Prints the name of each event that is committed.
const [url = "", writer = "", count = "0"] = process.argv.slice(2);
const db = createDb({ appUrl: url, operatorUrl: url, poolSize: 8 });

/** A busy machine gives up nothing that was not to be given up. */
const patienceMs = 60_000;

/** Every seventh transaction fails after its event; every fifth holds on to its place while later ones commit. */
async function write(at: number): Promise<void> {
  const target = `${writer}:${at}`;
  const entry = { tenantId: null, actor: `user:${writer}`, action: "append", target, detail: { at, n: 0.1 } };
  const writing = db.operator.$transaction(
    async (tx) => {
      await recordAudit(tx, entry);
      if (at % 5 === 0) await tx.$queryRaw`SELECT pg_sleep(0.05)::text`;
      if (at % 7 === 0) throw new Error("given up");
    },
    { maxWait: patienceMs, timeout: patienceMs },
  );
  await writing.then(
    () => process.stdout.write(`${target}\n`),
    () => undefined,
  );
}

let next = 0;
const writers = Array.from({ length: 6 }, async () => {
  while (next < Number(count)) {
    next += 1;
    await write(next);
    if (next % 3 === 0) await sealAudit(db.operator);
  }
});
await Promise.all(writers);
await db.close();
