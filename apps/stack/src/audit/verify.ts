import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { stackSchema } from "@annex/contract";
import { verifyAudit } from "@annex/control-plane";
import { createDb, urlForRole } from "@annex/db";
import { env } from "../env.ts";
import { loadSecrets } from "../start/secrets.ts";
import { PlainError } from "../terminal.ts";

/** The database named in the environment, or that of the stack that runs here. */
function operatorUrl(): string {
  if (env.OPERATOR_DATABASE_URL) return env.OPERATOR_DATABASE_URL;
  const file = path.join(env.ANNEX_STATE_DIR, "stack.json");
  if (!existsSync(file)) throw new PlainError("No stack runs here. Start it, or set OPERATOR_DATABASE_URL.");
  const { database } = stackSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return urlForRole(database, "annex_operator", loadSecrets(env.ANNEX_STATE_DIR).operatorPassword);
}

/** `annex audit verify`: tells whether the audit trail is whole, and its head. @throws PlainError when it is not. */
export async function verify(): Promise<void> {
  const url = operatorUrl();
  const db = createDb({ appUrl: url, operatorUrl: url, poolSize: 1 });
  try {
    const { broken, sealed, waiting, head } = await verifyAudit(db.operator);
    if (broken) throw new PlainError(`The audit trail is broken: event ${broken.eventId} (${broken.why}).`);
    process.stdout.write(
      `The audit trail is whole: ${sealed} events sealed, ${waiting} waiting.\nHead ${head ?? "none"}\n`,
    );
  } finally {
    await db.close();
  }
}
