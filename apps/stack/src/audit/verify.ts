import { verifyAudit } from "@annex/control-plane";
import { createDb } from "@annex/db";
import { operatorUrl } from "../operator-url.ts";
import { PlainError } from "../terminal.ts";

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
