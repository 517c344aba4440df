import { type DraftContent, platformHosts } from "@annex/contract";
import { credentialContext, open } from "@annex/envelope";
import { z } from "zod";
import type { WorkerContext } from "../worker-context.ts";

export interface LoadedCredentials {
  /** What the handler gets, by the credential's name. */
  readonly values: Record<string, unknown>;
  /** Texts that must not be shown in a test's result. */
  readonly secrets: readonly string[];
  readonly oauth2: ReadonlySet<string>;
}

const descriptionSchema = z.object({ clientId: z.string(), scope: z.string() });

/** Decrypts the credentials that a mapping names; those it does not name stay closed. */
export async function loadCredentials(
  ctx: WorkerContext,
  { tenantId, functionId, content }: { tenantId: string; functionId: string; content: DraftContent },
): Promise<LoadedCredentials> {
  const names = content.mapping.parameters.flatMap(({ source }) =>
    source.kind === "credential" ? [source.credential] : [],
  );
  const rows = await ctx.db
    .forTenant(tenantId)
    .run((tx) =>
      tx.credential.findMany({ where: { name: { in: names }, OR: [{ functionId: null }, { functionId }] } }),
    );
  const values: Record<string, unknown> = {};
  const secrets: string[] = [];
  for (const row of rows) {
    const secret = open(ctx.masterKey, row, credentialContext(tenantId, row.id));
    secrets.push(secret);
    values[row.name] = row.kind === "secret" ? secret : oauth2Value(row.description, secret);
  }
  return {
    values,
    secrets,
    oauth2: new Set(rows.filter(({ kind }) => kind === "oauth2_client").map(({ name }) => name)),
  };
}

function oauth2Value(description: unknown, clientSecret: string) {
  const { clientId, scope } = descriptionSchema.parse(description);
  const { api, identity } = platformHosts;
  return { clientId, clientSecret, tokenUrl: `http://${identity}/token`, apiUrl: `http://${api}`, scope };
}
