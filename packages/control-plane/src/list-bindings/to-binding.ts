import { type Binding, fieldValuesSchema, retryPolicySchema } from "@annex/contract";
import type { Prisma } from "@annex/db";

export const bindingInclude = {
  extensionPoint: { select: { key: true } },
  function: { select: { name: true, liveReleaseId: true } },
} as const satisfies Prisma.BindingInclude;

export function toBinding(row: Prisma.BindingGetPayload<{ include: typeof bindingInclude }>): Binding {
  return {
    id: row.id,
    extensionPointKey: row.extensionPoint.key,
    functionName: row.function.name,
    position: row.position,
    enabled: row.enabled,
    live: row.function.liveReleaseId !== null,
    mode: row.mode,
    condition: row.condition,
    timeoutMs: row.timeoutMs,
    failureMode: row.failureMode,
    fallback: row.fallback === null ? null : fieldValuesSchema.parse(row.fallback),
    retryPolicy: retryPolicySchema.nullable().parse(row.retryPolicy),
  };
}
