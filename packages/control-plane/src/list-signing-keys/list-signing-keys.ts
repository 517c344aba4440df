import type { SigningKey } from "@annex/contract";
import type { OperatorContext } from "../context/tenant-context.ts";
import { publishedKeys } from "../signing-keys/load-signing-keys.ts";
import { toSigningKey } from "./to-signing-key.ts";

/** The keys that identity publishes: the one that signs, the next one, and those whose tokens may still be about. */
export async function listSigningKeys(ctx: OperatorContext): Promise<SigningKey[]> {
  return (await publishedKeys(ctx.db.operator)).map(toSigningKey);
}
