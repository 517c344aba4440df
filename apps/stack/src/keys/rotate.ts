import { rotateSigningKey } from "@annex/control-plane";
import { createDb } from "@annex/db";
import { parseMasterKey } from "@annex/envelope";
import { env } from "../env.ts";
import { operatorUrl } from "../operator-url.ts";
import { loadSecrets } from "../start/secrets.ts";

/** `annex keys rotate`: lets identity's next signing key sign, on every node; tokens of the one before stay good. */
export async function rotate(): Promise<void> {
  const url = operatorUrl();
  const masterKey = parseMasterKey(env.ANNEX_MASTER_KEY ?? loadSecrets(env.ANNEX_STATE_DIR).masterKey);
  const db = createDb({ appUrl: url, operatorUrl: url, poolSize: 1 });
  try {
    const keys = await rotateSigningKey({ db, masterKey, principal: { actor: "system:command" } });
    for (const { kid, state } of keys) process.stdout.write(`${state.padEnd(9)} ${kid}\n`);
  } finally {
    await db.close();
  }
}
