import type { OperatorToken } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";
import { operatorTokenSelect, toOperatorToken } from "../operator-token/to-operator-token.ts";

/** Every operator's tokens, the newest first: each operator may revoke any. Never the tokens themselves. */
export async function listOperatorTokens({ db }: Pick<OperatorContext, "db">): Promise<OperatorToken[]> {
  const orderBy = { createdAt: "desc" } as const;
  const rows = await db.operator.operatorToken.findMany({ select: operatorTokenSelect, orderBy, take: 200 });
  return rows.map(toOperatorToken);
}
