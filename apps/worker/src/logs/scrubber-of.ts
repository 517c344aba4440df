import { credentialContext, open } from "@annex/envelope";
import { createScrubber } from "@annex/invocation";
import { scrubPatterns } from "@annex/telemetry";
import type { WorkerContext } from "../worker-context.ts";

/** A secret is opened once for each version. Those of before stay known: a warm function may still hold one. */
const opened = new Map<string, string>();
const mostOpened = 20_000;

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
    if (!opened.has(key)) opened.set(key, open(masterKey, row, credentialContext(tenantId, row.id)));
  }
  const known = rows.flatMap(({ id, version }) => [version, version - 1].map((each) => `${id} ${each}`));
  const scrubber = createScrubber(Object.fromEntries(known.flatMap((key) => [[key, opened.get(key) ?? ""]])));
  return (text) => scrubPatterns(scrubber.text(text));
}
