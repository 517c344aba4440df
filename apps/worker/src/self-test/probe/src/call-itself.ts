import { callPlatform, type Platform } from "./call-platform.ts";
import { denied, type Finding, open } from "./finding.ts";

export interface Recursion {
  readonly functionName: string;
  /** Calls so far. */
  readonly depth: number;
  /** It is a hole once it went so deep. */
  readonly deepest: number;
  /**
   * `counted` passes the hop counter on, as the SDK does; `forgotten` does not; `carried` does not either, and goes on
   * with the token of its first call instead of one of each call's own.
   */
  readonly way: "counted" | "forgotten" | "carried";
}

/** Calls the own function again, which does the same, until somebody refuses. */
export async function callItself(
  platform: Platform,
  recursion: Recursion,
  hops: number,
  order: (deeper: Recursion) => string,
): Promise<Finding> {
  const { functionName, depth, deepest, way } = recursion;
  if (depth >= deepest) return open(`called itself ${depth} times`);
  const fields = { "selftest.order": order({ ...recursion, depth: depth + 1 }) };
  const { status, text } = await callPlatform(platform, {
    method: "POST",
    path: `/v1/functions/${functionName}/invocations`,
    headers: way === "counted" ? { "x-annex-hops": String(hops) } : {},
    body: { fields },
  });
  if (status >= 400) {
    const code = /"code":"(\w+)"/.exec(text)?.[1] ?? "";
    return denied(`HTTP ${status} ${code} after ${depth} calls of itself`);
  }
  const answer: { status: string; fields: Record<string, string> } = JSON.parse(text);
  const innermost = answer.fields["selftest.answer"];
  if (innermost === undefined) return denied(`ended with ${answer.status} after ${depth + 1} calls of itself`);
  const finding: Finding = JSON.parse(innermost);
  return finding;
}
