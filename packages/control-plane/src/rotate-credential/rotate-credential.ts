import { AppError, type Credential, rotateCredentialSchema } from "@annex/contract";
import { credentialContext, seal } from "@annex/envelope";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { secretHint } from "../create-credential/secret-hint.ts";
import { credentialUsers } from "../list-credentials/credential-users.ts";
import { credentialSelect, toCredential } from "../list-credentials/to-credential.ts";

const inputSchema = rotateCredentialSchema.extend({ credentialId: z.uuid("There is no such credential.") });

/**
 * Gives a credential a new value. Functions are handed it at their next invocation: nothing is deployed for it, and the
 * old value is gone. For an OAuth2 client the value is its secret.
 * @throws AppError `not_found`.
 */
export function rotateCredential(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Credential> {
  const { credentialId: id, value } = parse(inputSchema, input);
  const tenantId = ctx.tenant.id;
  const { actor } = ctx.principal;
  return ctx.db.run(async (tx) => {
    const found = await tx.credential.findFirst({ where: { id }, select: { kind: true, description: true } });
    if (!found) throw new AppError("not_found", "There is no such credential.");
    authorise(ctx, "developer");
    const sealed = seal(ctx.masterKey, value, credentialContext(tenantId, id));
    const description = found.kind === "secret" ? { hint: secretHint(value) } : toJson(found.description);
    const data = { ...sealed, description, version: { increment: 1 } };
    const row = await tx.credential.update({ where: { id }, data, select: credentialSelect });
    const detail = { version: row.version };
    const target = `credential:${row.name}`;
    await recordAudit(tx, { tenantId, actor, action: "rotateCredential", target, detail });
    return toCredential(row, (await credentialUsers(tx)).get(row.name));
  });
}
