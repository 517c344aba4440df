import type { Credential, Field } from "@annex/contract";

/** A credential's name, with its kind where that is known (it decides the parameter's type). */
export type KnownCredential = string | Pick<Credential, "name" | "kind">;

/**
 * What a mapping is written against. An `ExtensionPoint` is one. Without `credentials` their names are not checked:
 * a release was checked when it was made.
 */
export interface MappingContract {
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
  readonly credentials?: readonly KnownCredential[];
}

/** The names of a contract's credentials. */
export function credentialNames(credentials: readonly KnownCredential[]): string[] {
  return credentials.map((credential) => (typeof credential === "string" ? credential : credential.name));
}
