import { createHash, timingSafeEqual } from "node:crypto";
import { AppError } from "@annex/contract";
import type { Db } from "@annex/db";
import type { createApp } from "@annex/service";
import { metricsText } from "@annex/telemetry";

interface MetricsOptions {
  readonly db: Pick<Db, "operator">;
  /** What a scraper shows as its bearer token; undefined hides the route. */
  readonly token: string | undefined;
}

const hash = (text: string) => createHash("sha256").update(text).digest();

/** `GET /metrics` for Prometheus. @throws AppError `not_found` where no token is set, `unauthenticated` for a wrong one. */
export function metricsRoute(app: ReturnType<typeof createApp>, { db, token }: MetricsOptions): void {
  app.get("/metrics", async (request, reply) => {
    if (token === undefined) throw new AppError("not_found", "There is nothing at this address.");
    const shown = request.headers.authorization ?? "";
    if (!timingSafeEqual(hash(shown), hash(`Bearer ${token}`)))
      throw new AppError("unauthenticated", "Show the token of METRICS_TOKEN.");
    return reply.type("text/plain; version=0.0.4; charset=utf-8").send(await metricsText(db.operator));
  });
}
