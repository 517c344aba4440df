import { expect, test } from "vitest";
import { conditionsHold } from "./conditions.ts";

const context: Record<string, string | readonly string[]> = {
  "sts:externalid": "Secret",
  "aws:principalarn": "arn:aws:iam::000000000000:role/annex-author",
  "aws:sourceip": "10.1.2.3",
  "aws:currenttime": "2026-11-25T10:00:00Z",
  "aws:securetransport": "false",
  "aws:tagkeys": ["tenant", "stage"],
  "lambda:count": "7",
};

const holds = (operator: string, key: string, ...values: string[]) =>
  conditionsHold({ Effect: "Allow", Condition: { [operator]: { [key]: values } } }, (name) => context[name]);

test.each<[boolean, string, string, string[]]>([
  [true, "StringEquals", "sts:ExternalId", ["other", "Secret"]],
  [false, "StringEquals", "sts:ExternalId", ["secret"]],
  [true, "StringEqualsIgnoreCase", "sts:ExternalId", ["SECRET"]],
  [true, "StringLike", "sts:ExternalId", ["Sec*"]],
  [false, "StringEquals", "missing", ["x"]],
  [true, "StringEqualsIfExists", "missing", ["x"]],
  [true, "StringNotEquals", "missing", ["x"]],
  [false, "StringNotEquals", "sts:ExternalId", ["Secret"]],
  [true, "Null", "missing", ["true"]],
  [false, "Null", "sts:ExternalId", ["true"]],
  [true, "Null", "sts:ExternalId", ["false"]],
  [true, "ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/annex-*"]],
  [false, "ArnLike", "aws:PrincipalArn", ["arn:*:role/annex-author"]],
  [true, "ArnNotLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/other"]],
  [true, "IpAddress", "aws:SourceIp", ["192.168.0.0/16", "10.0.0.0/8"]],
  [false, "IpAddress", "aws:SourceIp", ["10.1.3.0/24"]],
  [false, "IpAddress", "aws:SourceIp", ["nonsense"]],
  [true, "NotIpAddress", "aws:SourceIp", ["127.0.0.1"]],
  [true, "DateLessThan", "aws:CurrentTime", ["2027-01-01T00:00:00Z"]],
  [false, "DateGreaterThan", "aws:CurrentTime", ["2027-01-01T00:00:00Z"]],
  [true, "Bool", "aws:SecureTransport", ["false"]],
  [true, "NumericLessThanEquals", "lambda:count", ["7"]],
  [false, "NumericGreaterThan", "lambda:count", ["7"]],
  [false, "NumericLessThan", "lambda:count", ["seven"]],
  [true, "ForAllValues:StringEquals", "aws:TagKeys", ["tenant", "stage", "more"]],
  [false, "ForAllValues:StringEquals", "aws:TagKeys", ["tenant"]],
  [true, "ForAnyValue:StringEquals", "aws:TagKeys", ["tenant"]],
  [false, "ForAnyValue:StringEquals", "aws:TagKeys", ["none"]],
  [true, "ForAllValues:StringEquals", "missing", ["x"]],
  [false, "ForAnyValue:StringEquals", "missing", ["x"]],
])("%s: %s of %s with %j", (wanted, operator, key, values) => expect(holds(operator, key, ...values)).toBe(wanted));

test("an operator that is not known never widens a grant: it fails for Allow and holds for Deny", () => {
  const Condition = { StringSounds: { "sts:ExternalId": ["Secret"] } };
  expect(conditionsHold({ Effect: "Allow", Condition }, () => "Secret")).toBe(false);
  expect(conditionsHold({ Effect: "Deny", Condition }, () => "Secret")).toBe(true);
});
