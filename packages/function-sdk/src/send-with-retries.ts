import { PlatformError } from "./platform-error.ts";

const maxAttempts = 3;
const longestWaitMs = 5000;
const attemptTimeoutMs = 10_000;

interface Sent extends RequestInit {
  /** Doing it twice is doing it once. */
  readonly isRepeatable: boolean;
}

/**
 * Sends a request; 429, and 503 where it is repeatable, is sent again after `Retry-After` (seconds or a date, at most
 * 5 s; else 200 ms and 400 ms), three attempts in all. 429 says that nothing was done; 503 does not: the platform's
 * database may have been lost in the moment in which it wrote.
 * Throws PlatformError `unavailable` where there is no answer within 10 s.
 */
export async function sendWithRetries(url: string, { isRepeatable, ...init }: Sent): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await send(url, init);
    const { status } = response;
    if ((status !== 429 && !(status === 503 && isRepeatable)) || attempt === maxAttempts) return response;
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
