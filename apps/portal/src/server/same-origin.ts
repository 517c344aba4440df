import { AppError } from "@annex/contract";

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Cookies travel with requests that other sites start, so a request that changes something must come from our own pages.
 * Browsers send `Origin` with each of them and no page can forge it.
 * @throws AppError `forbidden`.
 */
export function refuseForeignOrigin(request: Request): void {
  if (safe.has(request.method)) return;
  const origin = request.headers.get("origin");
  const host = request.headers.get("host");
  if (origin && host && URL.canParse(origin) && new URL(origin).host === host) return;
  throw new AppError("forbidden", "This request did not come from the portal's own pages.");
}
