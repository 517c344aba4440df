import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { z } from "zod";
import type { OtlpTarget } from "./otlp-settings.ts";

/** What a collector did with a request. */
export type OtlpAnswer =
  | { readonly kind: "taken"; readonly rejected: number; readonly message?: string }
  /** It will never take this. */
  | { readonly kind: "refused"; readonly message: string }
  /** It may take it later. */
  | { readonly kind: "away"; readonly message: string };

const compress = promisify(gzip);
const longestMessage = 300;
/** The statuses after which OTLP has a client try again (https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes). */
const retryable = new Set([429, 502, 503, 504]);

const count = z.coerce.number().int().min(0).default(0);
const partialSchema = z.object({
  partialSuccess: z
    .object({
      rejectedSpans: count,
      rejectedLogRecords: count,
      rejectedDataPoints: count,
      errorMessage: z.string().default(""),
    })
    .optional(),
});

const shortened = (text: string) => text.slice(0, longestMessage);

function parseTaken(text: string): OtlpAnswer {
  try {
    const { partialSuccess: partial } = partialSchema.parse(JSON.parse(text));
    if (!partial) return { kind: "taken", rejected: 0 };
    const rejected = partial.rejectedSpans + partial.rejectedLogRecords + partial.rejectedDataPoints;
    return { kind: "taken", rejected, message: shortened(partial.errorMessage) };
  } catch {
    return { kind: "taken", rejected: 0 }; // an empty body, or one in protobuf: it said 200
  }
}

/** Sends one request of OTLP/HTTP, as JSON. Never throws. */
export async function sendOtlp(
  { url, headers, timeoutMs, gzip: zipped }: OtlpTarget,
  body: unknown,
): Promise<OtlpAnswer> {
  try {
    const text = JSON.stringify(body);
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", ...(zipped ? { "content-encoding": "gzip" } : {}) },
      body: zipped ? new Uint8Array(await compress(text)) : text,
      signal: AbortSignal.timeout(timeoutMs),
      redirect: "error",
    });
    const answer = await response.text();
    if (response.ok) return parseTaken(answer);
    const message = shortened(`${response.status} ${answer}`);
    return { kind: retryable.has(response.status) ? "away" : "refused", message };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
    return { kind: "away", message: shortened(`${error instanceof Error ? error.message : String(error)}${cause}`) };
  }
}
