import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { stackSchema } from "@annex/contract";
import { urlForRole } from "@annex/db";
import { env } from "./env.ts";
import { loadSecrets } from "./start/secrets.ts";
import { PlainError } from "./terminal.ts";

/** The database named in the environment, or that of the stack that runs here. @throws PlainError without either. */
export function operatorUrl(): string {
  if (env.OPERATOR_DATABASE_URL) return env.OPERATOR_DATABASE_URL;
  const file = path.join(env.ANNEX_STATE_DIR, "stack.json");
  if (!existsSync(file)) throw new PlainError("No stack runs here. Start it, or set OPERATOR_DATABASE_URL.");
  const { database } = stackSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return urlForRole(database, "annex_operator", loadSecrets(env.ANNEX_STATE_DIR).operatorPassword);
}
