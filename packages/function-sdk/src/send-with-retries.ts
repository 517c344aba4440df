import { PlatformError } from "./platform-error.ts";

const maxAttempts = 3;
const longestWaitMs = 5000;
const attemptTimeoutMs = 10_000;

/**
 * Sends a request; 429 and 503 are sent again after `Retry-After` (seconds or a date, at most 5 s; else 200 ms and
 * 400 ms), three attempts in all. A write is safe to send again then: both statuses say that nothing was done.
 * Throws PlatformError `unavailable` where there is no answer within 10 s.
 */
export async function sendWithRetries(url: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await send(url, init);
    if ((response.status !== 429 && response.status !== 503) || attempt === maxAttempts) return response;
    const waitMs = retryAfterMs(response.headers.get("retry-after"), attempt);
    if (waitMs > longestWaitMs) return response;
    await response.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: "error", signal: AbortSignal.timeout(attemptTimeoutMs) });
  } catch (cause) {
    const host = URL.canParse(url) ? new URL(url).host : url;
    throw new PlatformError(`The platform cannot be reached at ${host}.`, { status: 0, code: "unavailable", cause });
  }
}

function retryAfterMs(header: string | null, attempt: number): number {
  if (header === null) return 200 * attempt;
  const seconds = Number(header);
  if (header.trim() !== "" && Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? 200 * attempt : Math.max(0, date - Date.now());
}
