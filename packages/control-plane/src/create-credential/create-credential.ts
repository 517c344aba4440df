import { type CreateCredential, type Credential, createCredentialSchema } from "@annex/contract";
import { credentialContext, seal } from "@annex/envelope";
import type { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadFunction } from "../function/load-function.ts";
import { credentialSelect, toCredential } from "../list-credentials/to-credential.ts";
import { secretHint } from "./secret-hint.ts";

function secretOf(credential: CreateCredential): string {
  return credential.kind === "secret" ? credential.value : credential.clientSecret;
}

function describe(credential: CreateCredential): Record<string, string> {
  if (credential.kind === "oauth2_client") return { clientId: credential.clientId, scope: credential.scope };
  return { hint: secretHint(credential.value) };
}

/**
 * Stores a credential, encrypted; its value cannot be read back through any capability.
 * @throws AppError `conflict` when the name is taken, `not_found` for an unknown function.
 */
export async function createCredential(
  ctx: TenantContext,
  input: z.input<typeof createCredentialSchema>,
): Promise<Credential> {
  const credential = parse(createCredentialSchema, input);
  authorise(ctx, "developer");
  const { name, kind, functionName } = credential;
  const tenantId = ctx.tenant.id;
  const createdBy = ctx.principal.actor;
  try {
    return await ctx.db.run(async (tx) => {
      const functionId = functionName === null ? null : (await loadFunction(tx, functionName)).id;
      const id = newId();
      const sealed = seal(ctx.masterKey, secretOf(credential), credentialContext(tenantId, id));
      const data = { id, tenantId, functionId, name, kind, createdBy, description: describe(credential), ...sealed };
      const row = await tx.credential.create({ data, select: credentialSelect });
      const target = `credential:${name}`;
      await recordAudit(tx, { tenantId, actor: createdBy, action: "createCredential", target, detail: { kind } });
      return toCredential(row);
    });
  } catch (error) {
    refuseTaken(error, "name", `There is a credential named ${name} already. Choose another name.`);
  }
}
