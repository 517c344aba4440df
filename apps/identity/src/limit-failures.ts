import type { IncomingMessage } from "node:http";
import { AppError } from "@annex/contract";
import { checkClientTries, type FailingClient, recordClientFailure } from "@annex/control-plane";
import type { Db } from "@annex/db";
import Provider, { errors } from "oidc-provider";

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

/** The refusal as OAuth2 has it, for the error handler of oidc-provider. */
function refusalOf(error: unknown): unknown {
  if (!(error instanceof AppError) || error.code !== "limit_exceeded") return error;
  const refusal = new errors.OIDCProviderError(429, "temporarily_unavailable", { cause: error });
  return Object.assign(refusal, { error_description: error.message });
}

/**
 * Answers 429 with Retry-After to a client from an address, and to an address, that failed to authenticate too often;
 * a success is never counted against anybody. A client is who oidc-provider looks up, whether HTTP Basic, the body or an
 * assertion names it: nothing has been compared or verified by then.
 */
export function limitFailures(provider: Provider, { db, trustedProxies }: LimitOptions): void {
  const failing = new WeakMap<IncomingMessage, FailingClient>();
  const { Client } = provider;
  const find = Client.find.bind(Client);
  Client.find = async (clientId) => {
    const { ctx } = Provider;
    // a claim of an assertion can be anything
    if (!ctx || typeof clientId !== "string") return find(clientId);
    const client = { clientId, address: addressOf(ctx.req, trustedProxies) };
    failing.set(ctx.req, client);
    await checkClientTries({ db }, client).catch((error) => {
      if (error instanceof AppError) ctx.set("retry-after", String(error.retryAfterSeconds));
      throw refusalOf(error);
    });
    return find(clientId);
  };
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path !== "/token" || ctx.status !== 401) return;
    const nobody = { clientId: null, address: addressOf(ctx.req, trustedProxies) };
    await recordClientFailure({ db }, failing.get(ctx.req) ?? nobody);
  });
}
