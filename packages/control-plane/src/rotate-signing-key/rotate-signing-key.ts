import type { SigningKey } from "@annex/contract";
import type { Tx } from "@annex/db";
import { recordAudit } from "../audit/record-audit.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toSigningKey } from "../list-signing-keys/to-signing-key.ts";
import { lockSigningKeys, publishedKeys } from "../signing-keys/load-signing-keys.ts";
import { newSigningKey } from "../signing-keys/sealed-key.ts";

type Rotating = Pick<OperatorContext, "db" | "masterKey" | "principal">;

interface RotateOptions {
  /** Only where the key that signs is at least as old; two who look at the same time rotate once. */
  readonly olderThanMs?: number;
}

/** How long a key is published after its last token: longer than any token lives and any verifier caches. */
const overlapMs = 3_600_000;
/** How long the row of a retired key is kept, without its private part being of any use. */
const keptMs = 90 * 86_400_000;

/** Lets the next key sign, in a transaction that holds the keys' lock. */
export async function rotateKeys(tx: Tx, { masterKey, principal }: Omit<Rotating, "db">): Promise<void> {
  const known = await publishedKeys(tx);
  const current = known.find(({ activatedAt, retiredAt }) => activatedAt && !retiredAt);
  const now = new Date();
  const next = known.find(({ activatedAt }) => activatedAt === null);
  const where = { activatedAt: { not: null }, retiredAt: null };
  await tx.signingKey.updateMany({ where, data: { retiredAt: new Date(now.getTime() + overlapMs) } });
  const made = next ?? (await tx.signingKey.create({ data: await newSigningKey(masterKey) }));
  await tx.signingKey.update({ where: { kid: made.kid }, data: { activatedAt: now } });
  await tx.signingKey.create({ data: await newSigningKey(masterKey) });
  await tx.signingKey.deleteMany({ where: { retiredAt: { lt: new Date(now.getTime() - keptMs) } } });
  const detail = { from: current?.kid ?? null, to: made.kid };
  const target = `signing-key:${made.kid}`;
  await recordAudit(tx, { tenantId: null, actor: principal.actor, action: "rotateSigningKey", target, detail });
}

/**
 * Lets the next key sign, which every verifier could have learned of before; makes a new next one; the one that signed
 * stays published for an hour, so that its tokens stay good. Every node of identity is told.
 * @returns the published keys.
 */
export function rotateSigningKey(ctx: Rotating, { olderThanMs = 0 }: RotateOptions = {}): Promise<SigningKey[]> {
  return ctx.db.operator.$transaction(
    async (tx) => {
      await lockSigningKeys(tx);
      const known = await publishedKeys(tx);
      const current = known.find(({ activatedAt, retiredAt }) => activatedAt && !retiredAt);
      const age = Date.now() - (current?.activatedAt?.getTime() ?? 0);
      if (current && age < olderThanMs) return known.map(toSigningKey);
      await rotateKeys(tx, ctx);
      return (await publishedKeys(tx)).map(toSigningKey);
    },
    { timeout: 20_000 },
  );
}
