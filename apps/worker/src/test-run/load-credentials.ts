import type { DraftContent } from "@annex/contract";
import { credentialContext, open } from "@annex/envelope";
import { clientCredentials, credentialsForCall } from "@annex/invocation";
import type { WorkerContext } from "../worker-context.ts";

/** Lambda lets no function run longer. */
const longestMs = 900_000;

export interface LoadedCredentials {
  /** What the handler gets, by the credential's name. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Texts that must not be shown in a test's result. */
  readonly secrets: readonly string[];
  readonly oauth2: ReadonlySet<string>;
}

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
    const value = row.kind === "secret" ? secret : clientCredentials(ctx.masterKey, row.description, secret);
    secrets.push(typeof value === "string" ? value : value.clientSecret);
    values[row.name] = value;
  }
  return {
    // nobody calls a draft but a person: its own calls are the first
    values: credentialsForCall(ctx.masterKey, values, { hops: 0, timeoutMs: longestMs }),
    secrets,
    oauth2: new Set(rows.filter(({ kind }) => kind === "oauth2_client").map(({ name }) => name)),
  };
}
