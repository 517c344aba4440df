import type { EgressRule } from "../execution/types.ts";
import { invalidParameter } from "../http/aws-error.ts";

/** The reserved variable that carries a function's egress allow-list (decisions/002). The function does not see it. */
export const egressVariable = "ANNEX_EGRESS_ALLOW";

const rulePattern = /^(?<host>(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\]):(?<port>\d{1,5})$/i;

function parseRule(text: string): EgressRule {
  const { host = "", port = "" } = rulePattern.exec(text)?.groups ?? {};
  const number = Number(port);
  if (host === "" || number < 1 || number > 65_535) {
    throw invalidParameter(
      `${egressVariable} holds '${text.slice(0, 200)}', which is not host:port: separate entries by spaces; a host may begin with '*.'.`,
    );
  }
  return { host: host.toLowerCase(), port: number };
}

/** `host:port *.suffix:port …` @throws AwsError `InvalidParameterValueException` that shows the entry. */
export function parseEgress(text: string | undefined): EgressRule[] {
  return (text ?? "").split(/\s+/).filter(Boolean).map(parseRule);
}
