import { createHash } from "node:crypto";

/** The installation's key: it encrypts data keys, never data. `id` says which key wrapped a data key. */
export interface MasterKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Reads a master key from base64.
 * @throws Error when it is not 32 bytes.
 */
export function parseMasterKey(base64: string): MasterKey {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.length !== 32) throw new Error("The master key must be 32 bytes in base64.");
  return { id: createHash("sha256").update(bytes).digest("hex").slice(0, 16), bytes };
}
