import { hash, verify } from "@node-rs/argon2";

let nobodysHash: Promise<string> | undefined;

/** A password as it is stored: argon2id with the library's defaults (19 MiB, 2 passes). */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** Whether it is the password. Without a stored one it costs as much time and is false. */
export async function isPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hash("nobody has this password");
  const right = await verify(stored ?? (await nobodysHash), password);
  return right && typeof stored === "string";
}
