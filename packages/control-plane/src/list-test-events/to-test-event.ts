import { fieldValuesSchema, type TestEvent } from "@annex/contract";
import type { TestEvent as TestEventRow } from "@annex/db";

export function toTestEvent(row: TestEventRow): TestEvent {
  const { id, name } = row;
  return { id, name, record: fieldValuesSchema.parse(row.record), updatedAt: row.updatedAt.toISOString() };
}
