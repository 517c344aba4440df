import { createServer, type RequestListener, type Server } from "node:http";
import { AppError, signingKeysChannel } from "@annex/contract";
import { loadSigningKeys, rotateSigningKey } from "@annex/control-plane";
import { createDb, listen, toldToCaller } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { callByIssuer } from "./call-by-issuer.ts";
import { createProvider } from "./create-provider.ts";
import { DatabaseAdapter } from "./database-adapter.ts";

export interface IdentityOptions {
  readonly issuer: string;
  readonly operatorUrl: string;
  readonly masterKey: MasterKey;
  readonly accessTokenSeconds?: number;
  /** Milliseconds after which the next signing key signs. */
  readonly rotateAfterMs?: number;
  /** Milliseconds between looks for keys that are due, and for those that are no longer published. */
  readonly lookEveryMs?: number;
  /** Proxies in front, each of which adds to `X-Forwarded-For`. */
  readonly trustedProxies?: number;
}

export interface Identity {
  readonly server: Server;
  close(): Promise<void>;
}

/** What oidc-provider serves here; its addresses for people and browsers are not there. */
const served = new Set(["/token", "/jwks", "/.well-known/openid-configuration"]);
const monthMs = 30 * 86_400_000;
/** A client that sends slowly is cut off; nothing that is asked here is long. */
const limits = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 1000 };

function tell(error: unknown): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${JSON.stringify({ level: "error", at: new Date().toISOString(), message })}\n`);
}

/** What a caller is told to mend fills no log: anybody may send it. */
function tellOurs(error: unknown): void {
  const told = toldToCaller(error);
  if (!(told instanceof AppError) || told.status >= 500) tell(error);
}

/** Builds identity; it does not listen yet. Its keys are those of every node: a change is told and bound at once. */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { issuer, operatorUrl, masterKey, accessTokenSeconds = 300, trustedProxies = 0 } = options;
  const { rotateAfterMs = monthMs, lookEveryMs = 60_000 } = options;
  const db = createDb({ appUrl: operatorUrl, operatorUrl, poolSize: 5 });
  let answer: RequestListener = () => undefined;
  let loading = Promise.resolve();
  const load = () => {
    loading = loading.then(async () => {
      const signingKeys = await loadSigningKeys({ db, masterKey });
      const provider = createProvider({ issuer, db, signingKeys, accessTokenSeconds, trustedProxies, masterKey });
      provider.on("server_error", (_, error) => tellOurs(error));
      answer = provider.callback();
    });
    return loading;
  };
  const reload = () => void load().catch(tell);
  await load();
  const listener = await listen({
    url: operatorUrl,
    channels: [signingKeysChannel],
    onNotification: reload,
    onReconnect: reload,
    onError: tell,
  });
  const look = async () => {
    const ctx = { db, masterKey, principal: { actor: "system:identity" } };
    await rotateSigningKey(ctx, { olderThanMs: rotateAfterMs });
    await DatabaseAdapter.removeExpired(db);
    await load();
  };
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look()
      .catch(tell)
      .finally(() => {
        looking = undefined;
      });
  }, lookEveryMs);
  const own = new URL(issuer);
  const server = createServer(limits, (request, response) => {
    const path = (request.url ?? "").split("?")[0] ?? "";
    if (served.has(path)) {
      callByIssuer(request, own);
      return answer(request, response);
    }
    response.setHeader("content-type", "application/json");
    if (path === "/health") return response.end('{"status":"ok"}');
    response.statusCode = 404;
    return response.end('{"error":"not_found"}');
  });
  return {
    server,
    async close() {
      clearInterval(timer);
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeIdleConnections();
      await closed;
      await listener.close();
      await looking;
      await loading.catch(() => undefined); // told already
      await db.close();
    },
  };
}
