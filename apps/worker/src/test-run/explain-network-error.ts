import type { EgressRule, TestResult } from "@annex/contract";

type FunctionError = NonNullable<TestResult["error"]>;

/** Names that do not resolve and connections that are refused: how the allow-list shows inside the sandbox. */
const unresolved = /getaddrinfo \w+ ([\w.-]+)|connect E\w+ ([\w.:-]+)|name resolution|Connection refused/;

function isAllowed(host: string, egress: readonly EgressRule[]): boolean {
  return egress.some((rule) => rule.host === host || (rule.host.startsWith("*.") && host.endsWith(rule.host.slice(1))));
}

/** Adds to a network error that the allow-list is why, where it is: nobody should have to guess that. */
export function explainNetworkError(error: FunctionError, egress: readonly EgressRule[]): FunctionError {
  const found = unresolved.exec(error.message);
  if (!found) return error;
  const host = found[1] ?? found[2];
  if (host !== undefined && isAllowed(host, egress)) return error;
  const what = host === undefined ? "that host" : host;
  const why = `The function's egress allow-list has no entry for ${what}. Add it under Settings, Egress, then try again.`;
  return { ...error, message: `${error.message}. ${why}` };
}
