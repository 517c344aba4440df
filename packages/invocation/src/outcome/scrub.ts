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
  /** Bytes without the secrets, as they come: a secret that two chunks share is found too. */
  stream(): ScrubbedStream;
}

export interface ScrubbedStream {
  /** What may be shown by now: the beginning of what may become a secret is kept until the next chunk tells. */
  push(bytes: Buffer): Buffer;
  /** What was kept. */
  end(): Buffer;
}

const passing: ScrubbedStream = { push: (bytes) => bytes, end: () => Buffer.alloc(0) };

/** How much of the text's end may be the beginning of a secret. */
function openLength(text: string, secrets: readonly string[]): number {
  const longest = secrets.reduce((most, { length }) => Math.max(most, length - 1), 0);
  for (let length = Math.min(longest, text.length); length > 0; length -= 1) {
    const end = text.slice(-length);
    if (secrets.some((secret) => secret.length > length && secret.startsWith(end))) return length;
  }
  return 0;
}

/** `secrets` by their UTF-8 bytes, each byte one character, so that nothing else of the bytes is touched. */
function scrubStream(secrets: readonly string[]): ScrubbedStream {
  const known = secrets.map((secret) => Buffer.from(secret).toString("latin1"));
  let kept = "";
  return {
    push(bytes) {
      const text = known.reduce((clean, secret) => clean.replaceAll(secret, shown), kept + bytes.toString("latin1"));
      const open = openLength(text, known);
      kept = text.slice(text.length - open);
      return Buffer.from(text.slice(0, text.length - open), "latin1");
    },
    end() {
      const rest = Buffer.from(kept, "latin1");
      kept = "";
      return rest;
    },
  };
}

/**
 * Takes the secrets that a function was handed out of what it says. It finds a secret as it is and escaped as JSON; a
 * function that encodes or splits it is not stopped: it could send it anywhere it may reach.
 */
export function createScrubber(credentials: CredentialValues): Scrubber {
  const known = scrubbers.get(credentials);
  if (known) return known;
  const made = makeScrubber(credentials);
  scrubbers.set(credentials, made);
  return made;
}

/** By the values themselves, which belong to one release as it is in memory. */
const scrubbers = new WeakMap<CredentialValues, Scrubber>();

function makeScrubber(credentials: CredentialValues): Scrubber {
  const secrets = Object.values(credentials)
    .flatMap((value) => secretOf(value) ?? [])
    .filter(({ length }) => length >= shortest)
    .sort((a, b) => b.length - a.length)
    .flatMap(formsOf);
  const text = (said: string) => secrets.reduce((clean, secret) => clean.replaceAll(secret, shown), said);
  const fields = (values: FieldValues): FieldValues =>
    Object.fromEntries(Object.entries(values).map(([path, value]) => [path, scrubJson(value, text)]));
  if (secrets.length === 0) return { text: (said) => said, fields: (values) => values, stream: () => passing };
  return { text, fields, stream: () => scrubStream(secrets) };
}
