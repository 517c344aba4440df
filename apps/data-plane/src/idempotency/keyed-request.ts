import { createHash } from "node:crypto";
import { AppError } from "@annex/contract";
import type { FastifyRequest } from "fastify";
import type { Authenticated } from "../steps/authenticate.ts";

/** A request that its caller may send again: the key is the client's own, whatever other clients use. */
export interface KeyedRequest {
  readonly tenantId: string;
  readonly clientId: string;
  readonly key: string;
  /** sha256 of method, path and body: another request with the same key is a mistake. */
  readonly requestHash: string;
}

/** The key under which a synchronous request accepts what runs by itself. No caller can send it: it holds a blank. */
export function acceptanceOf(keyed: KeyedRequest): KeyedRequest {
  return { ...keyed, key: `${keyed.key} accepts` };
}

/**
 * The request's `Idempotency-Key`, undefined where it has none.
 * @throws AppError `invalid_request` for one that is empty, longer than 255 characters or not visible ASCII.
 */
export function keyedRequest(request: FastifyRequest, { tenant, caller }: Authenticated): KeyedRequest | undefined {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return undefined;
  if (typeof key !== "string" || !/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError("invalid_request", "Idempotency-Key is 1 to 255 visible ASCII characters, such as a UUID.");
  }
  const what = JSON.stringify([request.method, request.url, request.body]);
  const requestHash = createHash("sha256").update(what).digest("base64url");
  return { tenantId: tenant.id, clientId: caller.clientId, key, requestHash };
}
