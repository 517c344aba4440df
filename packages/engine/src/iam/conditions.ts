import { BlockList, isIP } from "node:net";
import type { Statement } from "../cell/cell-config.ts";
import { own } from "../own.ts";
import { matches } from "./matches.ts";

/** The values of a condition key (in lower case), such as `sts:externalid`; undefined where the request has none. */
export type Lookup = (key: string) => string | readonly string[] | undefined;

type Test = (given: string, wanted: string) => boolean;

/** Each of an ARN's six parts is compared by itself: a wildcard does not reach over a colon before the resource. */
function arnMatches(given: string, wanted: string): boolean {
  const split = (arn: string) => {
    const parts = arn.split(":");
    return [...parts.slice(0, 5), parts.slice(5).join(":")];
  };
  const parts = split(given);
  return split(wanted).every((part, index) => matches(part, parts[index] ?? ""));
}

function inRange(given: string, wanted: string): boolean {
  const [address = "", prefix] = wanted.split("/");
  const family = isIP(address);
  if (family === 0 || isIP(given) !== family) return false;
  const list = new BlockList();
  const type = family === 6 ? "ipv6" : "ipv4";
  list.addSubnet(address, prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix), type);
  return list.check(given, type);
}

const numeric =
  (holds: (given: number, wanted: number) => boolean): Test =>
  (given, wanted) =>
    given !== "" && wanted !== "" && holds(Number(given), Number(wanted));

const timeOf = (text: string) => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));
const date =
  (holds: (given: number, wanted: number) => boolean): Test =>
  (given, wanted) =>
    holds(timeOf(given), timeOf(wanted));

const tests: Readonly<Record<string, Test>> = {
  StringEquals: (given, wanted) => given === wanted,
  StringEqualsIgnoreCase: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
  StringLike: (given, wanted) => matches(wanted, given),
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
  Bool: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
  IpAddress: inRange,
  NumericEquals: numeric((given, wanted) => given === wanted),
  NumericLessThan: numeric((given, wanted) => given < wanted),
  NumericLessThanEquals: numeric((given, wanted) => given <= wanted),
  NumericGreaterThan: numeric((given, wanted) => given > wanted),
  NumericGreaterThanEquals: numeric((given, wanted) => given >= wanted),
  DateEquals: date((given, wanted) => given === wanted),
  DateLessThan: date((given, wanted) => given < wanted),
  DateLessThanEquals: date((given, wanted) => given <= wanted),
  DateGreaterThan: date((given, wanted) => given > wanted),
  DateGreaterThanEquals: date((given, wanted) => given >= wanted),
};

/** Operators that hold where their counterpart does not, and where the key is missing. */
const opposites: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  NotIpAddress: "IpAddress",
};

/** Whether one operator holds for one key; undefined for an operator that is not known. */
function holds(operator: string, given: ReturnType<Lookup>, wanted: readonly string[]): boolean | undefined {
  if (operator === "Null") return wanted.includes(String(given === undefined));
  const [, set, named = "", ifExists] = /^(ForAllValues:|ForAnyValue:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const opposite = own(opposites, named);
  const test = own(tests, opposite ?? named);
  if (!test) return undefined;
  if (given === undefined) return ifExists !== undefined || opposite !== undefined || set === "ForAllValues:";
  const values = typeof given === "string" ? [given] : given;
  const one = (value: string) => wanted.some((text) => test(value, text)) === (opposite === undefined);
  return set === "ForAllValues:" ? values.every(one) : values.some(one);
}

/** An operator that is not known holds for Deny and fails for Allow: never a wider grant than was meant. */
export function conditionsHold(
  { Condition, Effect }: Pick<Statement, "Condition" | "Effect">,
  lookup: Lookup,
): boolean {
  return Object.entries(Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(
      ([key, wanted]) => holds(operator, lookup(key.toLowerCase()), wanted) ?? Effect === "Deny",
    ),
  );
}
