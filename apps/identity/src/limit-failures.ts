import type { IncomingMessage } from "node:http";
import { AppError } from "@annex/contract";
import { checkClientTries, recordClientFailure } from "@annex/control-plane";
import type { Db } from "@annex/db";
import type Provider from "oidc-provider";

interface LimitOptions {
  readonly db: Db;
  readonly trustedProxies: number;
}

/** Each trusted proxy added the address that it saw at the end; what stands before that anybody could have written. */
function addressOf({ headers, socket }: IncomingMessage, trustedProxies: number): string {
  const seen = String(headers["x-forwarded-for"] ?? "").split(",");
  const told = trustedProxies > 0 ? seen.at(-trustedProxies)?.trim() : undefined;
  return told || (socket.remoteAddress ?? "unknown");
}

/** The client that HTTP Basic names; others name it in the body, which is not read yet. */
function basicClient(authorization: string | undefined): string | null {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=_-]{1,2000})$/i.exec(authorization ?? "") ?? [];
  if (encoded === undefined) return null;
  const [id = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return id === "" ? null : id;
}

/**
 * Answers 429 with Retry-After to a client from an address, and to an address, that failed to authenticate too often;
 * a success is never counted against anybody.
 */
export function limitFailures(provider: Provider, { db, trustedProxies }: LimitOptions): void {
  provider.use(async (ctx, next) => {
    if (ctx.path !== "/token") return next();
    const address = addressOf(ctx.req, trustedProxies);
    const named = basicClient(ctx.req.headers.authorization);
    try {
      await checkClientTries({ db }, { clientId: named, address });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "limit_exceeded") throw error;
      ctx.status = 429;
      ctx.set("retry-after", String(error.retryAfterSeconds));
      ctx.body = { error: "temporarily_unavailable", error_description: error.message };
      return;
    }
    await next();
    if (ctx.status === 401) {
      const clientId = named ?? ctx.oidc?.client?.clientId ?? null;
      await recordClientFailure({ db }, { clientId, address });
    }
  });
}
