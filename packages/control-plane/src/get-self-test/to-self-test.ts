import { type SelfTest, type SelfTestSummary, selfTestLineSchema, selfTestStateSchema } from "@annex/contract";
import type { SelfTest as SelfTestRow } from "@annex/db";
import { z } from "zod";

export function toSelfTest(row: SelfTestRow): SelfTest {
  const lines = z.array(selfTestLineSchema).parse(row.lines);
  const count = (wanted: string) => lines.filter(({ outcome }) => outcome === wanted).length;
  return {
    id: row.id,
    cell: row.cellName,
    state: selfTestStateSchema.parse(row.state),
    startedBy: row.startedBy,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    denied: count("denied"),
    open: count("open"),
    unknown: count("unknown"),
    removedAt: row.removedAt?.toISOString() ?? null,
    lines,
  };
}

export function toSelfTestSummary(row: SelfTestRow): SelfTestSummary {
  const { lines: _lines, ...summary } = toSelfTest(row);
  return summary;
}
