import { platformRetryPolicy, type RetryPolicy, retryPolicySchema } from "@annex/contract";
import type { Tx } from "@annex/db";

const ownPolicySchema = retryPolicySchema.nullable();

/** The binding's policy, else the function's, else the platform's. */
export async function loadRetryPolicy(
  tx: Tx,
  functionId: string,
  extensionPointKey: string | null,
): Promise<RetryPolicy> {
  const row = await tx.function.findUnique({
    where: { id: functionId },
    select: {
      retryPolicy: true,
      bindings: {
        where: { extensionPoint: { key: extensionPointKey ?? "" } },
        select: { retryPolicy: true },
      },
    },
  });
  const ofBinding = ownPolicySchema.parse(row?.bindings[0]?.retryPolicy ?? null);
  return ofBinding ?? ownPolicySchema.parse(row?.retryPolicy ?? null) ?? platformRetryPolicy;
}
