import type { FieldValues } from "@annex/contract";
import type { CredentialValues } from "@annex/field-mapping";

type Json = FieldValues[string];

/** Shorter texts are no secrets, and taking them out would tear other words apart. */
const shortest = 6;
const shown = "[secret]";

function secretOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const secret =
    typeof value === "object" && value !== null && "clientSecret" in value ? value.clientSecret : undefined;
  return typeof secret === "string" ? secret : undefined;
}

/** A secret as it is, and as it stands inside a JSON text. */
function formsOf(secret: string): string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  return escaped === secret ? [secret] : [secret, escaped];
}

function scrubJson(value: Json, scrub: (text: string) => string): Json {
  if (typeof value === "string") return scrub(value);
  if (Array.isArray(value)) return value.map((item) => scrubJson(item, scrub));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [scrub(key), scrubJson(item, scrub)]));
}

export interface Scrubber {
  /** The text without the secrets. */
  text(text: string): string;
  /** The values without the secrets, in texts and names at any depth. */
  fields(fields: FieldValues): FieldValues;
}

/**
 * Takes the secrets that a function was handed out of what it says. It finds a secret as it is and escaped as JSON; a
 * function that encodes or splits it is not stopped: it could send it anywhere it may reach.
 */
export function createScrubber(credentials: CredentialValues): Scrubber {
  const secrets = Object.values(credentials)
    .flatMap((value) => secretOf(value) ?? [])
    .filter(({ length }) => length >= shortest)
    .sort((a, b) => b.length - a.length)
    .flatMap(formsOf);
  const text = (said: string) => secrets.reduce((clean, secret) => clean.replaceAll(secret, shown), said);
  const fields = (values: FieldValues): FieldValues =>
    Object.fromEntries(Object.entries(values).map(([path, value]) => [path, scrubJson(value, text)]));
  return secrets.length === 0 ? { text: (said) => said, fields: (values) => values } : { text, fields };
}
