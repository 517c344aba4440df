import { expectationSchema, fieldValuesSchema, type TestEvent } from "@annex/contract";
import type { TestEvent as TestEventRow } from "@annex/db";

export function toTestEvent(row: TestEventRow): TestEvent {
  const { id, name } = row;
  const expected = row.expected === null ? null : expectationSchema.parse(row.expected);
  return { id, name, record: fieldValuesSchema.parse(row.record), expected, updatedAt: row.updatedAt.toISOString() };
}
