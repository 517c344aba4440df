import type { FastifyInstance } from "fastify";
import { renderReference } from "./render-reference.ts";

/** `GET /reference`: the API for people. It is made once, with the document that machines read. */
export function referenceRoute(app: FastifyInstance, document: unknown): void {
  const page = renderReference(document);
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
  app.get("/reference", async (_, reply) =>
    reply.headers({ "content-type": "text/html; charset=utf-8", "content-security-policy": policy }).send(page),
  );
}
