import type { Credential } from "@annex/db";
import { credentialContext, type MasterKey, open } from "@annex/envelope";
import { clientCredentials, createScrubber } from "@annex/invocation";
import { scrubPatterns } from "@annex/telemetry";
import type { WorkerContext } from "../worker-context.ts";

/** A secret is opened once for each version. Those of before stay known: a warm function may still hold one. */
const opened = new Map<string, string>();
const mostOpened = 20_000;

/** What a function is handed of it: a secret's text, or what the secrets for a client's calls begin with. */
function shownOf(masterKey: MasterKey, row: Credential): string {
  const secret = open(masterKey, row, credentialContext(row.tenantId, row.id));
  return row.kind === "secret" ? secret : clientCredentials(masterKey, row.description, secret).clientSecret;
}

/** How the lines of a function are stored: without the secrets that it may be handed, and what looks like one. */
export async function scrubberOf(
  { db, masterKey }: Pick<WorkerContext, "db" | "masterKey">,
  { id: functionId, tenantId }: { readonly id: string; readonly tenantId: string },
): Promise<(text: string) => string> {
  const where = { tenantId, OR: [{ functionId: null }, { functionId }] };
  const rows = await db.operator.credential.findMany({ where });
  if (opened.size > mostOpened) opened.clear();
  for (const row of rows) {
    const key = `${row.id} ${row.version}`;
    if (!opened.has(key)) opened.set(key, shownOf(masterKey, row));
  }
  const known = rows.flatMap(({ id, version }) => [version, version - 1].map((each) => `${id} ${each}`));
  const scrubber = createScrubber(Object.fromEntries(known.flatMap((key) => [[key, opened.get(key) ?? ""]])));
  return (text) => scrubPatterns(scrubber.text(text));
}
