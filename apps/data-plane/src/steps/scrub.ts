import type { CredentialValues } from "@annex/field-mapping";

const shortest = 6;

function secretsOf(credentials: CredentialValues): string[] {
  return Object.values(credentials).flatMap((value) => {
    if (typeof value === "string") return [value];
    const secret =
      typeof value === "object" && value !== null && "clientSecret" in value ? value.clientSecret : undefined;
    return typeof secret === "string" ? [secret] : [];
  });
}

/** The text without the secrets that the function was handed. */
export function scrub(text: string, credentials: CredentialValues): string {
  return secretsOf(credentials)
    .filter(({ length }) => length >= shortest)
    .reduce((clean, secret) => clean.replaceAll(secret, "•••"), text);
}
