import { AppError } from "@annex/contract";
import type { Db } from "@annex/db";
import { countTry } from "../authenticate-user/take-try.ts";

type Source = { readonly db: Pick<Db, "operator"> };

/** Who failed to prove itself at the token endpoint, and from where. */
export interface FailingClient {
  /** Null where none was named. */
  readonly clientId: string | null;
  readonly address: string;
}

const most = { client: 20, address: 100 } as const;

/** The client's key holds the address: nobody elsewhere can make a tenant's backend wait. */
const keysOf = ({ clientId, address }: FailingClient) => [
  ...(clientId === null ? [] : [{ key: `client:${clientId.slice(0, 100)}@${address}`, most: most.client }]),
  { key: `clients-of:${address}`, most: most.address },
];

/** @throws AppError `limit_exceeded` while a client from an address, or an address, failed too often; with the seconds. */
export async function checkClientTries({ db }: Source, client: FailingClient): Promise<void> {
  const keys = keysOf(client).map(({ key }) => key);
  const blocked = await db.operator.signInTry.findFirst({
    where: { key: { in: keys }, blockedUntil: { gt: new Date() } },
    orderBy: { blockedUntil: "desc" },
  });
  if (!blocked?.blockedUntil) return;
  const retryAfterSeconds = Math.max(1, Math.ceil((blocked.blockedUntil.getTime() - Date.now()) / 1000));
  throw new AppError("limit_exceeded", "Too many failed authentications. Wait, then try again.", { retryAfterSeconds });
}

/** Counts a failure on every node together: after 20 of a client, or 100 of an address, there is a growing pause. */
export async function recordClientFailure(source: Source, client: FailingClient): Promise<void> {
  for (const { key, most: allowed } of keysOf(client)) await countTry(source, key, allowed);
}
