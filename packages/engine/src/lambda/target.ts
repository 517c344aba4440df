import { AwsError, notFound } from "../http/aws-error.ts";
import type { Account } from "./functions.ts";

export interface Target {
  readonly name: string;
  readonly qualifier: string | undefined;
}

const pattern =
  /^(?:(?:arn:aws[a-z-]*:lambda:(?<region>[a-z0-9-]+):)?(?<account>\d{12}):function:)?(?<name>[A-Za-z0-9_-]{1,64})(?::(?<qualifier>\$LATEST|[A-Za-z0-9_-]{1,128}))?$/;

/**
 * A function as callers name it: name, `account:function:name`, or ARN, each with or without a qualifier.
 * @throws AwsError for another region or account, and for two qualifiers that differ.
 */
export function parseTarget(account: Account, text: string, qualifierParameter: string | null): Target {
  const { region, account: accountId, name, qualifier } = pattern.exec(text)?.groups ?? {};
  if (!name) {
    throw new AwsError(
      "ValidationException",
      400,
      `1 validation error detected: Value '${text.slice(0, 200)}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
    );
  }
  if (region && region !== account.region) {
    throw notFound(`Functions from '${region}' are not reachable in this region ('${account.region}')`);
  }
  if (accountId && accountId !== account.accountId) throw notFound(`Function not found: ${text}`);
  const given = qualifierParameter ?? undefined;
  if (qualifier && given && qualifier !== given) {
    throw new AwsError(
      "InvalidParameterValueException",
      400,
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  }
  return { name, qualifier: qualifier ?? given };
}
