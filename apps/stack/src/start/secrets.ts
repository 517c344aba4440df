import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stackSchema } from "@annex/contract";
import { z } from "zod";

const secretsSchema = z.object({
  ownerPassword: z.string(),
  appPassword: z.string(),
  operatorPassword: z.string(),
  masterKey: z.string(),
  nextAuthSecret: z.string(),
  /** Demo users and API clients: told again at each start. */
  demo: stackSchema.pick({ users: true, apiClients: true }).optional(),
});
export type Secrets = z.infer<typeof secretsSchema>;

const random = (bytes: number) => randomBytes(bytes).toString("base64url");

/** Writes a file that only its owner may read; readers see the old text or the new one, never half. */
export function writePrivately(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

export function saveSecrets(stateDir: string, secrets: Secrets): void {
  writePrivately(path.join(stateDir, "secrets.json"), `${JSON.stringify(secrets, null, 2)}\n`);
}

/** The installation's secrets, made at its first start. */
export function loadSecrets(stateDir: string): Secrets {
  const file = path.join(stateDir, "secrets.json");
  if (existsSync(file)) return secretsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const secrets = {
    ownerPassword: random(18),
    appPassword: random(18),
    operatorPassword: random(18),
    masterKey: randomBytes(32).toString("base64"),
    nextAuthSecret: random(32),
  };
  saveSecrets(stateDir, secrets);
  return secrets;
}
