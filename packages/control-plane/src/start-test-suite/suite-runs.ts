import { AppError, type DraftContent } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { newId } from "../context/new-id.ts";
import { toJson } from "../context/to-json.ts";

interface NewSuite {
  readonly tenantId: string;
  readonly functionId: string;
  readonly content: DraftContent;
  readonly createdBy: string;
  /** All of the function's test events where it is left out. */
  readonly testEventIds?: readonly string[];
}

/** The runs of a suite, one for each test event as it is now; none where the function has no test event. */
export async function makeSuiteRuns(tx: Tx, suite: NewSuite): Promise<{ suiteId: string; runIds: string[] }> {
  const { tenantId, functionId, createdBy, testEventIds } = suite;
  const where = { functionId, ...(testEventIds ? { id: { in: [...testEventIds] } } : {}) };
  const events = await tx.testEvent.findMany({ where, orderBy: { createdAt: "asc" } });
  if (testEventIds && events.length < new Set(testEventIds).size)
    throw new AppError("not_found", "There is no such test event.");
  const suiteId = newId();
  const content = toJson(suite.content);
  const ids = events.map(() => newId()).sort(); // made in one millisecond they have no order of their own
  const rows = events.map(({ id: testEventId, name, record, expected }, index) => ({
    ...{ id: ids[index] ?? newId(), tenantId, functionId, suiteId, testEventId, name, content, createdBy },
    record: toJson(record),
    expected: expected === null ? Prisma.DbNull : toJson(expected),
  }));
  await tx.testRun.createMany({ data: rows });
  return { suiteId, runIds: rows.map(({ id }) => id) };
}
