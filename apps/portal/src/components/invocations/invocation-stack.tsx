"use client";
import type { Invocation } from "@annex/contract";
import { useTenant } from "@/client/api-provider";
import { StackTrace } from "./run/stack-trace";

/** The stack of an invocation that failed; each frame of the tenant's own code leads to its line in that release. */
export function InvocationStack({ invocation }: { invocation: Invocation }) {
  const tenant = useTenant();
  const { errorStack, functionName, releaseNumber } = invocation;
  if (errorStack.length === 0) return null;
  const release = `/t/${tenant}/functions/${functionName}/releases/${releaseNumber}`;
  return (
    <StackTrace
      lines={errorStack}
      hrefOf={
        releaseNumber === null ? null : (file, line) => `${release}?file=${encodeURIComponent(file)}&line=${line}`
      }
    />
  );
}
