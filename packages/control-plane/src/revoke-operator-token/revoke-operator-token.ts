import { AppError, type OperatorToken } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { operatorTokenSelect, toOperatorToken } from "../operator-token/to-operator-token.ts";

const inputSchema = z.object({ tokenId: z.uuid("There is no such access token.") });

/** Revokes an operator's token, whoever's it is. It is refused from the next request on. @throws AppError `not_found`. */
export function revokeOperatorToken(
  { db, principal: { actor } }: Pick<OperatorContext, "db" | "principal">,
  input: z.input<typeof inputSchema>,
): Promise<OperatorToken> {
  const { tokenId: id } = parse(inputSchema, input);
  return db.operator.$transaction(async (tx) => {
    const found = await tx.operatorToken.findUnique({ where: { id }, select: operatorTokenSelect });
    if (!found) throw new AppError("not_found", "There is no such access token.");
    if (found.revokedAt) return toOperatorToken(found);
    const data = { revokedAt: new Date() };
    const row = await tx.operatorToken.update({ where: { id }, data, select: operatorTokenSelect });
    const detail = { name: row.name, owner: row.user.email };
    const target = `operator-token:${id}`;
    await recordAudit(tx, { tenantId: null, actor, action: "revokeOperatorToken", target, detail });
    return toOperatorToken(row);
  });
}
