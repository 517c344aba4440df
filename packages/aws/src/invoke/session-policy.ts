import type { InvokeCell, InvokeTenant } from "./invoke-cell.ts";

/**
 * The session policy that narrows the invoke role to one tenant: even with a bug in the tenancy check, another
 * tenant's function meets AccessDenied. The trailing `*` covers qualifiers as well.
 */
export function sessionPolicy({ region, accountId }: InvokeCell, { key }: InvokeTenant): string {
  const functions = `arn:aws:lambda:${region}:${accountId}:function:annex-${key}-*`;
  const statement = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functions };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}
