import { AppError } from "@annex/contract";
import type { Db } from "@annex/db";

type Source = { readonly db: Pick<Db, "operator"> };

/** How many tries an account has, and an address, before it has to wait. */
const mostTries = { account: 10, address: 50 } as const;
const forgottenAfter = "15 minutes";
const longestSeconds = 900;

export interface Trier {
  /** In lower case. */
  readonly email: string;
  /** Null where it is not known. */
  readonly address: string | null;
}

/** How long an address from which somebody signed in is taken for that person's own. */
const ownForMs = 30 * 86_400_000;

/**
 * An account's tries from an address from which its person signed in lately are counted apart: whoever tries wrong
 * passwords from elsewhere keeps that person from nothing.
 */
async function accountKey({ db }: Source, { email, address }: Trier): Promise<string> {
  if (address === null) return `account:${email}`;
  const where = { address, user: { email }, createdAt: { gt: new Date(Date.now() - ownForMs) } };
  const own = await db.operator.session.findFirst({ where, select: { id: true } });
  return own ? `account:${email} from ${address}` : `account:${email}`;
}

async function keysOf(source: Source, trier: Trier) {
  const { address } = trier;
  return [
    { key: await accountKey(source, trier), most: mostTries.account },
    ...(address === null ? [] : [{ key: `address:${address}`, most: mostTries.address }]),
  ];
}

interface Taken {
  readonly allowed: boolean;
  readonly seconds: number;
}

/**
 * Counts a try by its key; `most` of them within a quarter of an hour bring a pause, during which none is counted. Counted
 * before a password is looked at, many tries at once are no way around it.
 */
export async function countTry({ db }: Source, key: string, most: number): Promise<Taken> {
  const [taken] = await db.operator.$queryRaw<Taken[]>`
    INSERT INTO sign_in_tries AS t (key, tries, tried_at) VALUES (${key}, 1, now())
    ON CONFLICT (key) DO UPDATE SET
      tries = CASE WHEN t.blocked_until > now() THEN t.tries
                   WHEN t.tried_at < now() - ${forgottenAfter}::interval THEN 1 ELSE t.tries + 1 END,
      tried_at = CASE WHEN t.blocked_until > now() THEN t.tried_at ELSE now() END,
      blocked_until = CASE
        WHEN t.blocked_until > now() THEN t.blocked_until
        WHEN t.tried_at < now() - ${forgottenAfter}::interval OR t.tries + 1 < ${most} THEN NULL
        ELSE now() + least(60 * 2 ^ least(t.tries + 1 - ${most}, 10), ${longestSeconds}::int) * interval '1 second' END
    RETURNING tried_at = now() AS allowed,
      coalesce(greatest(ceil(extract(epoch FROM blocked_until - now())), 1), 0)::int AS seconds`;
  return taken ?? { allowed: true, seconds: 0 };
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}

/**
 * Takes one of the tries that an account and an address have, on every node together. After ten of an account, or fifty
 * of an address, there is a pause of one minute; it doubles with each further failure, up to a quarter of an hour.
 * @throws AppError `limit_exceeded` with the seconds to wait.
 */
export async function takeTry(source: Source, trier: Trier): Promise<void> {
  for (const { key, most } of await keysOf(source, trier)) {
    const { allowed, seconds } = await countTry(source, key, most);
    if (allowed) continue;
    throw new AppError("limit_exceeded", `Too many failed tries. Wait ${inWords(seconds)}, then try again.`, {
      retryAfterSeconds: seconds,
      detail: { key },
    });
  }
}

/** Gives the tries back after a success: the account's all of them, the address's one. */
export async function giveTryBack(source: Source, trier: Trier): Promise<void> {
  const { db } = source;
  const { address } = trier;
  await db.operator.signInTry.deleteMany({ where: { key: await accountKey(source, trier) } });
  if (address !== null)
    await db.operator.$executeRaw`
      UPDATE sign_in_tries SET tries = greatest(tries - 1, 0) WHERE key = ${`address:${address}`}`;
}
