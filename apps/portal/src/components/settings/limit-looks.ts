import type { LimitKey } from "@annex/contract";
import { formatBytes, formatCount, formatMs, formatUsd } from "@/format/units";

/** What each limit is called, of what it is, and how its value is written. */
export const limitLooks: Record<LimitKey, { label: string; hint: string; format: (value: number) => string }> = {
  functions: { label: "Functions", hint: "in the tenant", format: formatCount },
  releases: { label: "Releases", hint: "of one function", format: formatCount },
  memoryMb: { label: "Memory", hint: "of one function", format: (value) => `${value} MB` },
  timeoutMs: { label: "Timeout", hint: "of one invocation", format: formatMs },
  concurrency: { label: "Concurrency", hint: "invocations at once", format: formatCount },
  requestsPerSecond: { label: "Requests", hint: "a second", format: formatCount },
  invocationsPerDay: { label: "Invocations", hint: "a day", format: formatCount },
  spendCentsPerDay: { label: "Spend", hint: "a day", format: (cents) => formatUsd(cents / 100) },
  retentionDays: { label: "Retention", hint: "of invocations and log lines", format: (days) => `${days} days` },
  codeBytes: { label: "Code size", hint: "of a release, unpacked, with its layers", format: formatBytes },
};
