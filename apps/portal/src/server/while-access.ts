import { AppError } from "@annex/contract";
import { isAccessInForce, type TenantContext } from "@annex/control-plane";

const lookEveryMs = 500;

/** Ends a stream where the access that it was opened by is over. */
function cutOff(ctx: TenantContext, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const over = new AbortController();
  const look = () => isAccessInForce(ctx).then((still) => still || over.abort());
  const timer = setInterval(() => void look().catch(() => over.abort()), lookEveryMs);
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  body
    .pipeTo(writable, { signal: over.signal })
    .catch(() => undefined) // cut off, or the browser went away
    .finally(() => clearInterval(timer));
  return readable;
}

/**
 * What an operator who acts by consent may be answered: a stream lasts no longer than the access does, and what was
 * waited for is not told after it.
 * @throws AppError `not_found` once the access is over.
 */
export async function whileAccess(ctx: TenantContext, request: Request, result: unknown): Promise<unknown> {
  if (ctx.accessId === undefined || request.method !== "GET") return result;
  if (!(await isAccessInForce(ctx))) throw new AppError("not_found", "There is no such tenant.");
  if (!(result instanceof Response) || !result.body) return result;
  return new Response(cutOff(ctx, result.body), { status: result.status, headers: result.headers });
}
