import { AppError } from "@annex/contract";
import { toldToCaller } from "@annex/db";
import type Provider from "oidc-provider";

/** What OAuth2 calls it (RFC 6749, 4.1.2.1 and 5.2): the token endpoint has no word of its own for a server that is away. */
const words = new Map([
  ["unavailable", "temporarily_unavailable"],
  ["invalid_request", "invalid_request"],
]);

/**
 * Answers what the database refuses, where oidc-provider would say 500: 503 with Retry-After while it is away, so that a
 * client tries again instead of giving up, and 400 for what it cannot keep, such as U+0000 in a client's name.
 */
export function answerRefused(provider: Provider): void {
  const failures = new WeakMap<object, unknown>();
  provider.on("server_error", (ctx, error) => failures.set(ctx.req, error));
  provider.use(async (ctx, next) => {
    // what fails before oidc-provider's own routes is thrown, what fails in them is told by its event
    const failure = await next().then(
      () => failures.get(ctx.req),
      (error: unknown) => {
        if (toldToCaller(error) === error) throw error;
        return error;
      },
    );
    const refused = toldToCaller(failure);
    const error = refused instanceof AppError ? words.get(refused.code) : undefined;
    if (!(refused instanceof AppError) || error === undefined) return;
    ctx.status = refused.status;
    if (refused.retryAfterSeconds !== undefined) ctx.set("retry-after", String(refused.retryAfterSeconds));
    ctx.body = { error, error_description: refused.message };
  });
}
