import type { AccessToken } from "@annex/contract";
import type { z } from "zod";

/** A tenant's person's token or an operator's: they differ in what their scopes are. */
export type Token = Omit<AccessToken, "scopes"> & { readonly scopes: readonly string[] };

/** The only time that the token itself is told. */
export type CreatedToken = Token & { readonly token: string };

/** Whose tokens a list holds. */
export interface TokenKind {
  /** The route of all, and of one. */
  readonly list: string;
  readonly one: (id: string) => string;
  readonly token: z.ZodType<Token>;
  readonly created: z.ZodType<CreatedToken>;
  /** What each scope lets its holder do. */
  readonly scopes: Readonly<Record<string, string>>;
  readonly firstScope: string;
  /** What will use one, for example. */
  readonly user: string;
  /** What one is good for, where there is none yet. */
  readonly use: string;
}
