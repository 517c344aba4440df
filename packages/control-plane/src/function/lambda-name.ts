/** The function's name in Lambda, derived from our IDs: a retry names the same function. */
export function lambdaNameOf(tenantKey: string, functionId: string): string {
  return `annex-${tenantKey}-${functionId.replaceAll("-", "")}`;
}
