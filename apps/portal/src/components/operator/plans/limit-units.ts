import type { LimitKey } from "@annex/contract";

interface LimitUnit {
  /** Behind the limit's name. */
  readonly unit: string;
  /** How many of the limit's own unit are one of this one. */
  readonly scale: number;
}

/** In which unit a person writes each limit. */
export const limitUnits: Readonly<Record<LimitKey, LimitUnit>> = {
  functions: { unit: "", scale: 1 },
  releases: { unit: "of one function", scale: 1 },
  memoryMb: { unit: "MB", scale: 1 },
  timeoutMs: { unit: "seconds", scale: 1000 },
  codeBytes: { unit: "MB, unpacked", scale: 1024 * 1024 },
  concurrency: { unit: "at once", scale: 1 },
  requestsPerSecond: { unit: "a second", scale: 1 },
  invocationsPerDay: { unit: "a day", scale: 1 },
  spendCentsPerDay: { unit: "USD a day", scale: 100 },
  retentionDays: { unit: "days", scale: 1 },
};
