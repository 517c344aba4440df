import type { Db, Tx } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { newSigningKey, openSigningKey, type SigningJwk } from "./sealed-key.ts";

interface Source {
  readonly db: Pick<Db, "operator">;
  readonly masterKey: MasterKey;
}

export interface SigningKeys {
  /** The one that signs. */
  readonly currentKid: string;
  readonly activatedAt: Date;
  /** Every key that is published: the current one first, then the next one and the previous ones. */
  readonly keys: readonly SigningJwk[];
}

const lockKey = 72_707_370;

/** One process at a time decides about keys. */
export async function lockSigningKeys(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockKey})`;
}

/** What is published now, the newest activated first and the next one last. */
export function publishedKeys(tx: Pick<Tx, "signingKey">) {
  const where = { OR: [{ retiredAt: null }, { retiredAt: { gt: new Date() } }] };
  return tx.signingKey.findMany({ where, orderBy: { activatedAt: { sort: "desc", nulls: "last" } } });
}

/** Makes the key that signs and the next one where they are missing: at the first start of an installation. */
async function ensureKeys(tx: Tx, masterKey: MasterKey): Promise<void> {
  await lockSigningKeys(tx);
  const known = await publishedKeys(tx);
  if (!known.some(({ activatedAt, retiredAt }) => activatedAt && !retiredAt))
    await tx.signingKey.create({ data: { ...(await newSigningKey(masterKey)), activatedAt: new Date() } });
  if (!known.some(({ activatedAt }) => activatedAt === null))
    await tx.signingKey.create({ data: await newSigningKey(masterKey) });
}

/** Identity's keys, the same for all of its nodes. */
export async function loadSigningKeys({ db, masterKey }: Source): Promise<SigningKeys> {
  const isWhole = (rows: Awaited<ReturnType<typeof publishedKeys>>) =>
    rows.some(({ activatedAt, retiredAt }) => activatedAt && !retiredAt) &&
    rows.some(({ activatedAt }) => !activatedAt);
  let rows = await publishedKeys(db.operator);
  if (!isWhole(rows)) {
    await db.operator.$transaction((tx) => ensureKeys(tx, masterKey), { timeout: 20_000 });
    rows = await publishedKeys(db.operator);
  }
  const [current] = rows;
  if (!current?.activatedAt) throw new Error("There is no signing key.");
  const keys = rows.map(({ kid, ciphertext }) => openSigningKey(masterKey, kid, ciphertext));
  return { currentKid: current.kid, activatedAt: current.activatedAt, keys };
}
