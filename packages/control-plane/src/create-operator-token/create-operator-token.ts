import { randomBytes } from "node:crypto";
import { AppError, type CreatedOperatorToken, createOperatorTokenSchema } from "@annex/contract";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { tokenHash } from "../authenticate-token/token-hash.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { operatorTokenPrefix } from "../operator-token/authenticate-operator-token.ts";
import { operatorTokenSelect, toOperatorToken } from "../operator-token/to-operator-token.ts";

/**
 * Makes a token with an operator's own rights, narrowed to scopes. It is told this one time; only its SHA-256 is kept.
 * @throws AppError `forbidden` for what is no person.
 */
export function createOperatorToken(
  { db, principal: { actor } }: Pick<OperatorContext, "db" | "principal">,
  input: z.input<typeof createOperatorTokenSchema>,
): Promise<CreatedOperatorToken> {
  const { name, scopes, expiresInDays } = parse(createOperatorTokenSchema, input);
  const token = `${operatorTokenPrefix}${randomBytes(32).toString("base64url")}`;
  return db.operator.$transaction(async (tx) => {
    const email = actor.replace(/^user:/, "");
    const user = await tx.user.findFirst({ where: { email, isOperator: true }, select: { id: true } });
    if (!user) throw new AppError("forbidden", "Only an operator who is signed in can make a token.");
    const row = await tx.operatorToken.create({
      data: {
        ...{ id: newId(), userId: user.id, name, hint: token.slice(-4), tokenHash: tokenHash(token) },
        scopes: [...new Set(scopes)],
        expiresAt: new Date(Date.now() + expiresInDays * 86_400_000),
      },
      select: operatorTokenSelect,
    });
    const target = `operator-token:${row.id}`;
    const detail = { name, scopes, expiresInDays };
    await recordAudit(tx, { tenantId: null, actor, action: "createOperatorToken", target, detail });
    return { ...toOperatorToken(row), token };
  });
}
