import { parseJsonPattern } from "./json-pattern.ts";
import { PatternError } from "./pattern-error.ts";
import { parseTerms } from "./term-pattern.ts";

/**
 * CloudWatch's filter patterns, of terms and of JSON properties.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 * @throws PatternError for one that cannot be read, or is of a kind that the engine does not know.
 */
export function parseFilterPattern(pattern: string): (message: string) => boolean {
  const text = pattern.trim();
  if (text.startsWith("{")) return parseJsonPattern(text);
  if (text.startsWith("[")) throw new PatternError("patterns of space-delimited fields are not supported");
  if (/^[-?]?%.*%$/.test(text)) throw new PatternError("regular expressions are not supported");
  return parseTerms(text);
}
