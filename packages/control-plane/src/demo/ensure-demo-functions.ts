import type { CreatedApiClient } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";
import { createCredential } from "../create-credential/create-credential.ts";
import { createFunction } from "../create-function/create-function.ts";
import { deleteCredential } from "../delete-credential/delete-credential.ts";
import { publishRelease } from "../publish-release/publish-release.ts";
import { saveDraft } from "../save-draft/save-draft.ts";
import { saveTestEvent } from "../save-test-event/save-test-event.ts";
import { type DemoFunction, demoFunctions } from "./functions.ts";

const credentialName = "acme-records";

/** The client that a function signs in with; it has a secret. */
type FunctionClient = CreatedApiClient & { readonly clientSecret: string };

/** The credential of the function's client; one of an earlier try holds a secret that is no longer known. */
async function replaceCredential(ctx: TenantContext, client: FunctionClient): Promise<void> {
  const old = await ctx.db.run((tx) => tx.credential.findFirst({ where: { name: credentialName } }));
  if (old) await deleteCredential(ctx, { credentialId: old.id });
  const { clientId, clientSecret } = client;
  const scope = client.scopes.join(" ");
  const functionName = null;
  await createCredential(ctx, {
    kind: "oauth2_client",
    name: credentialName,
    functionName,
    clientId,
    clientSecret,
    scope,
  });
}

async function ensureFunction(ctx: TenantContext, demo: DemoFunction): Promise<void> {
  const { name: functionName, description, content, testEvents } = demo;
  const found = await ctx.db.run((tx) =>
    tx.function.findFirst({ where: { name: functionName, deletedAt: null }, include: { releases: true } }),
  );
  if (found && found.releases.length > 0) return;
  const { extensionPointKey } = content;
  if (!found) await createFunction(ctx, { name: functionName, description, extensionPointKey, template: "blank" });
  const draft = await ctx.db.run((tx) =>
    tx.draft.findFirstOrThrow({ where: { function: { name: functionName, deletedAt: null } } }),
  );
  const saved = await saveDraft(ctx, { functionName, content, revision: draft.revision });
  for (const [name, record] of Object.entries(testEvents)) await saveTestEvent(ctx, { functionName, name, record });
  await publishRelease(ctx, { functionName, revision: saved.revision, message: "First release" });
}

/** Makes and deploys the demo functions that are not there yet. */
export async function ensureDemoFunctions(ctx: TenantContext, client: FunctionClient): Promise<void> {
  await replaceCredential(ctx, client);
  for (const demo of demoFunctions()) await ensureFunction(ctx, demo);
}
