import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import { type LogQuery, logQuerySchema } from "@annex/contract";
import { type LogEntry, listLogs, listNewLogs, recordLines } from "@annex/telemetry";
import { percentile, report, series } from "../series.ts";
import { withDatabase } from "../with-database.ts";
import { generateLines } from "./generate-lines.ts";

const mostSearchMs = 1000;
const batchSize = 200;

const searches: readonly (readonly [string, Partial<LogQuery>])[] = [
  ["newest lines", {}],
  ["level error", { level: "error" }],
  ["a word of every fourth line", { text: "invoice" }],
  ["a word of two lines", { text: "the needle" }],
  ["a word of no line", { text: "kangaroo" }],
  ["part of a number", { text: "-4711" }],
  ["a text and a level", { text: "rotterdam", level: "error" }],
  ["a text and a function", { text: "899999", function: "function-3" }],
  ["a field's value", { field: 'order.id:"R-4711"' }],
  ["a correlation ID", { correlationId: "c4ca4238a0b923820dcc509a6f75849b" }],
  ["a function and a release", { function: "function-3", release: 4 }],
  [
    "an hour of five days ago",
    {
      from: new Date(Date.now() - 120 * 3_600_000).toISOString(),
      to: new Date(Date.now() - 119 * 3_600_000).toISOString(),
    },
  ],
  [
    "a text, of five days ago",
    {
      text: "hamburg",
      from: new Date(Date.now() - 125 * 3_600_000).toISOString(),
      to: new Date(Date.now() - 120 * 3_600_000).toISOString(),
    },
  ],
];

const entry = (functionId: string): LogEntry => ({
  eventId: randomUUID(),
  functionId,
  requestId: randomUUID(),
  correlationId: randomUUID(),
  releaseNumber: 1,
  level: "info",
  message: `invoice ${randomUUID()} checked in 12 ms`,
  fields: { order: { id: randomUUID() }, tries: 3 },
  source: "function",
  at: new Date(),
});

/** `pnpm bench logs [--lines 2000000]`: each kind of search among a tenant's lines, a tail's look, and storing a batch. */
export async function benchLogs(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { lines: { type: "string", default: "2000000" } } });
  await withDatabase(async ({ db, owner }) => {
    const began = Date.now();
    const { tenantId, functionId } = await generateLines(owner, { lines: Number(values.lines), tenants: 100 });
    process.stdout.write(
      `${Number(values.lines).toLocaleString("en")} lines made in ${((Date.now() - began) / 1000).toFixed(0)} s\n`,
    );
    const tenant = db.forTenant(tenantId);
    for (const [name, query] of searches) {
      const wanted = { ...logQuerySchema.parse({ range: "7d" }), ...query };
      let found = 0;
      const taken = await series(10, 1, async () => {
        found = (await tenant.run((tx) => listLogs(tx, wanted))).items.length;
      });
      report(`${percentile(taken, 0.95) <= mostSearchMs ? "ok  " : "SLOW"} ${name} (${found})`, taken);
    }
    const stored = await series(50, 5, async () => {
      const entries = Array.from({ length: batchSize }, () => entry(functionId));
      await db.operator.$transaction((tx) => recordLines(tx, tenantId, entries));
    });
    report(`store ${batchSize} lines`, stored);
    const { newestId } = await tenant.run((tx) => listLogs(tx, logQuerySchema.parse({})));
    report(
      "a tail's look for what is new",
      await series(
        50,
        5,
        async () => void (await tenant.run((tx) => listNewLogs(tx, { text: "invoice" }, BigInt(newestId) - 100n))),
      ),
    );
    const sizes = await owner.operator.$queryRaw`
      SELECT sum(pg_table_size(relid))::float8 / 1e6 AS table_mb, sum(pg_indexes_size(relid))::float8 / 1e6 AS indexes_mb
      FROM pg_partition_tree('log_lines') WHERE isleaf`;
    process.stdout.write(`${JSON.stringify(sizes)}\n`);
  });
}
