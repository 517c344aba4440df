import { AsyncLocalStorage } from "node:async_hooks";
import { createHash, timingSafeEqual } from "node:crypto";
import { mostHops } from "@annex/contract";
import { type CallSecret, callSecretTag, type MasterKey, readCallSecret } from "@annex/envelope";
import type Provider from "oidc-provider";

interface Shown {
  secret?: CallSecret;
}

export interface CallSecrets {
  /** Remembers for each request of the provider what it was shown. */
  watch(provider: Provider): void;
  /** Whether `secret` is the client's own, whose hash is one of `hashes`, or one of a call of a function's. */
  matches(clientId: string, hashes: readonly string[], secret: string): boolean;
  /** Seconds that this request's token may live. */
  lifeSeconds(longest: number): number;
  /** What this request's token says of how deep a call with it is. */
  claims(): { annex_hops?: number };
}

function isSame(given: Buffer, wanted: Buffer): boolean {
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const nowSeconds = () => Math.floor(Date.now() / 1000);

/**
 * Secrets that functions are handed in place of their clients' (`packages/invocation`): the token for one says how deep
 * the function's calls are, whatever the function itself says of it. For one that is past its time it says that nothing
 * may be called any more: a function that kept it may still read records, and no loop outlives it.
 */
export function callSecrets(masterKey: MasterKey): CallSecrets {
  const requests = new AsyncLocalStorage<Shown>();
  const isPast = ({ expiresAt }: CallSecret) => expiresAt <= nowSeconds();
  return {
    watch: (provider) => provider.use((_, next) => requests.run({}, next)),
    matches(clientId, hashes, secret) {
      const shown = readCallSecret(masterKey, secret);
      const given = shown ? Buffer.from(shown.tag) : createHash("sha256").update(secret).digest();
      // all are compared, so that time tells nothing
      const matches = hashes.map((hash) =>
        isSame(given, shown ? Buffer.from(callSecretTag(masterKey, clientId, hash)) : Buffer.from(hash, "base64url")),
      );
      const request = requests.getStore();
      if (request && shown) request.secret = shown;
      return matches.includes(true);
    },
    lifeSeconds(longest) {
      const secret = requests.getStore()?.secret;
      return secret && !isPast(secret) ? Math.min(longest, secret.expiresAt - nowSeconds()) : longest;
    },
    claims() {
      const secret = requests.getStore()?.secret;
      if (!secret) return {};
      return { annex_hops: isPast(secret) ? mostHops : Math.min(secret.hops, mostHops) };
    },
  };
}
