import { z } from "zod";

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  date: "a date",
};
const formats: Readonly<Record<string, string>> = {
  email: "It is no e-mail address.",
  url: "It is no address such as https://example.com/.",
  uuid: "It is no UUID.",
  datetime: "It is no time such as 2026-01-31T12:00:00Z.",
};

function counted(origin: string, count: number | bigint): string {
  if (origin === "string") return `${count} character${count === 1 ? "" : "s"}`;
  return origin === "array" || origin === "set" ? `${count} entr${count === 1 ? "y" : "ies"}` : String(count);
}

function oneOf(values: readonly unknown[]): string {
  const named = values.map(String);
  return named.length === 1 ? `It has to be ${named[0]}.` : `It has to be one of ${named.join(", ")}.`;
}

/** What zod finds wrong, said to people who never heard of zod; undefined where its own words have to do. */
function words(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "It is missing." : `It has to be ${kinds[issue.expected] ?? issue.expected}.`;
    case "invalid_value":
      return issue.input === undefined ? "It is missing." : oneOf(issue.values);
    case "too_small":
      if (issue.origin === "string" && issue.minimum === 1) return "It is empty.";
      return `${issue.inclusive === false ? "More than" : "At least"} ${counted(issue.origin, issue.minimum)}.`;
    case "too_big":
      return `${issue.inclusive === false ? "Less than" : "At most"} ${counted(issue.origin, issue.maximum)}.`;
    case "invalid_format":
      return formats[issue.format] ?? "It has another form than is taken here.";
    case "unrecognized_keys":
      return `There is no ${issue.keys.join(", ")} here.`;
    case "invalid_union":
      return issue.input === undefined ? "It is missing." : "It is none of what is taken here.";
    default:
      return undefined;
  }
}

z.config({ customError: words });
