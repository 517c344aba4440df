import { AppError } from "@annex/contract";
import { orDatabaseAway } from "@annex/db";
import type Provider from "oidc-provider";

/**
 * Answers 503 with Retry-After while the database is away, where oidc-provider would say 500: a client then tries again
 * instead of giving up. The words are OAuth2's for it (RFC 6749, 4.1.2.1), which has none for the token endpoint.
 */
export function answerAway(provider: Provider): void {
  const failures = new WeakMap<object, unknown>();
  provider.on("server_error", (ctx, error) => failures.set(ctx.req, error));
  provider.use(async (ctx, next) => {
    // what fails before oidc-provider's own routes is thrown, what fails in them is told by its event
    const failure = await next().then(
      () => failures.get(ctx.req),
      (error: unknown) => {
        if (orDatabaseAway(error) === error) throw error;
        return error;
      },
    );
    const away = orDatabaseAway(failure);
    if (!(away instanceof AppError) || away.code !== "unavailable") return;
    ctx.status = away.status;
    ctx.set("retry-after", String(away.retryAfterSeconds));
    ctx.body = { error: "temporarily_unavailable", error_description: away.message };
  });
}
