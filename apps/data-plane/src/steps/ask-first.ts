import type { FastifyInstance } from "fastify";
import type { Services } from "../services.ts";

/**
 * Asks for a token that is ours before a body is read: who has none costs no parsing. What the token allows is a step of
 * each route.
 */
export function askFirst(app: FastifyInstance, { tokens }: Pick<Services, "tokens">): void {
  app.addHook("onRequest", (request, _, done) => {
    if (request.method === "GET" || !request.url.startsWith("/v1/")) return void done();
    const known = tokens.verify(request.headers.authorization);
    if (known instanceof Promise) known.then(() => done(), done);
    else done();
  });
}
