import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";
import { type ScheduleRow, scheduleInclude } from "./to-schedule.ts";

/** @throws AppError `not_found`. */
export async function loadSchedule(tx: Tx, id: string): Promise<ScheduleRow> {
  const row = await tx.schedule.findFirst({ where: { id }, include: scheduleInclude });
  if (!row) throw new AppError("not_found", "There is no such schedule.");
  return row;
}
