import { AppError, type SigningKey } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toSigningKey } from "../list-signing-keys/to-signing-key.ts";
import { rotateKeys } from "../rotate-signing-key/rotate-signing-key.ts";
import { lockSigningKeys, publishedKeys } from "../signing-keys/load-signing-keys.ts";
import { newSigningKey } from "../signing-keys/sealed-key.ts";

const inputSchema = z.object({ kid: z.string().max(100) });

/**
 * Takes a key back that may be known to others: it is published no more, and what it signed is refused by every data
 * plane within a minute, a second where the database tells of it. Where it is the one that signs, the next one does.
 * @returns the published keys. @throws AppError `not_found`.
 */
export function withdrawSigningKey(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<SigningKey[]> {
  const { kid } = parse(inputSchema, input);
  const { actor } = ctx.principal;
  return ctx.db.operator.$transaction(
    async (tx) => {
      await lockSigningKeys(tx);
      const found = (await publishedKeys(tx)).find((key) => key.kid === kid);
      if (!found) throw new AppError("not_found", "There is no such key.");
      const { state } = toSigningKey(found);
      if (state === "current") await rotateKeys(tx, ctx);
      if (state === "next") await tx.signingKey.create({ data: await newSigningKey(ctx.masterKey) });
      await tx.signingKey.update({ where: { kid }, data: { retiredAt: new Date() } });
      const target = `signing-key:${kid}`;
      await recordAudit(tx, { tenantId: null, actor, action: "withdrawSigningKey", target, detail: { state } });
      return (await publishedKeys(tx)).map(toSigningKey);
    },
    { timeout: 20_000 },
  );
}
