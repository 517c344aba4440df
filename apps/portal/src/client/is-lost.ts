import type { UseQueryResult } from "@tanstack/react-query";

type Tries = Pick<UseQueryResult<unknown>, "data" | "isError" | "failureCount" | "errorUpdateCount">;

/** The last look failed, or what was never answered is tried again. */
export function isLost({ data, isError, failureCount, errorUpdateCount }: Tries): boolean {
  return isError || failureCount > 0 || (data === undefined && errorUpdateCount > 0);
}
