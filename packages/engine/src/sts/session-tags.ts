import { AwsError } from "../http/aws-error.ts";
import type { Principal } from "../iam/principal.ts";

/** The tags of a new session: those that were given, and those that the caller's own session hands on. */
export interface SessionTags {
  readonly tags: Record<string, string>;
  /** Keys that came with the request. */
  readonly given: readonly string[];
  /** Keys that sessions assumed from the new one get, too. */
  readonly transitive: readonly string[];
}

const maxTags = 50;
const keyPattern = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const valuePattern = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

const validation = (message: string) => new AwsError("ValidationError", 400, message);

function checkTag(key: string, value: string): void {
  if (keyPattern.test(key) && !/^aws:/i.test(key) && valuePattern.test(value)) return;
  throw validation(
    `1 validation error detected: Value '${key.slice(0, 200)}' at 'tags' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+`,
  );
}

function readTags(form: URLSearchParams): Map<string, string> {
  const tags = new Map<string, string>();
  const seen = new Set<string>();
  for (let index = 1; form.has(`Tags.member.${index}.Key`); index += 1) {
    if (index > maxTags)
      throw validation(
        "1 validation error detected: Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50",
      );
    const key = form.get(`Tags.member.${index}.Key`) ?? "";
    const value = form.get(`Tags.member.${index}.Value`) ?? "";
    checkTag(key, value);
    if (seen.has(key.toLowerCase())) {
      throw new AwsError(
        "InvalidParameterValue",
        400,
        "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
      );
    }
    seen.add(key.toLowerCase());
    tags.set(key, value);
  }
  return tags;
}

function readTransitive(form: URLSearchParams, tags: ReadonlyMap<string, string>): string[] {
  const keys: string[] = [];
  for (let index = 1; form.has(`TransitiveTagKeys.member.${index}`) && index <= maxTags; index += 1) {
    const key = form.get(`TransitiveTagKeys.member.${index}`) ?? "";
    if (!tags.has(key)) {
      throw new AwsError(
        "InvalidParameterValue",
        400,
        "The specified transitive tag key must be included in the requested tags.",
      );
    }
    keys.push(key);
  }
  return keys;
}

/** @throws AwsError for tags that are too many, named twice, or would change one that the caller's session hands on. */
export function parseSessionTags(form: URLSearchParams, principal: Principal): SessionTags {
  const given = readTags(form);
  const inherited = principal.transitiveTags ?? [];
  // in any case of their letters: conditions do not tell keys apart by it
  const names = new Set([...given.keys()].map((key) => key.toLowerCase()));
  if (inherited.some((key) => names.has(key.toLowerCase()))) {
    throw new AwsError(
      "InvalidParameterValue",
      400,
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
    );
  }
  const handedOn = inherited.map((key) => [key, principal.tags[key] ?? ""]);
  return {
    tags: { ...Object.fromEntries(handedOn), ...Object.fromEntries(given) },
    given: [...given.keys()],
    transitive: [...inherited, ...readTransitive(form, given)],
  };
}
