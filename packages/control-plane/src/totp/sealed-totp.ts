import type { User } from "@annex/db";
import { type MasterKey, open, type Sealed } from "@annex/envelope";

type Columns = Pick<User, "id" | "totpCiphertext" | "totpWrappedKey" | "totpKeyId">;

/** The envelope's context of a second factor's secret: its row does not open in another person's place. */
export function totpContext(userId: string): string {
  return `totp:${userId}`;
}

/** A sealed secret as the columns have it. */
export function totpColumns({ ciphertext, wrappedKey, keyId }: Sealed) {
  return { totpCiphertext: ciphertext, totpWrappedKey: wrappedKey, totpKeyId: keyId, totpConfirmedAt: null };
}

/** What is written where there is no second factor any more. */
export const noTotp = { totpCiphertext: null, totpWrappedKey: null, totpKeyId: null, totpConfirmedAt: null };

/** The secret of a person's authenticator app; null where there is none. */
export function openTotp(masterKey: MasterKey, user: Columns): Uint8Array | null {
  const { id, totpCiphertext: ciphertext, totpWrappedKey: wrappedKey, totpKeyId: keyId } = user;
  if (!ciphertext || !wrappedKey || keyId === null) return null;
  return Buffer.from(open(masterKey, { ciphertext, wrappedKey, keyId }, totpContext(id)), "base64");
}
