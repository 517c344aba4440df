import { z } from "zod";
import { nameSchema } from "./names.ts";

/** What a personal access token may do; a person's role in the tenant limits it further. */
export const accessScopeSchema = z.enum([
  "functions:read",
  "functions:write",
  "deployments:write",
  "invocations:read",
  "credentials:write",
  "tenant:read",
  "tenant:write",
]);
export type AccessScope = z.infer<typeof accessScopeSchema>;

export const accessTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Its last four characters. */
  hint: z.string(),
  /** The e-mail address of whose rights it has. */
  owner: z.string(),
  scopes: z.array(accessScopeSchema),
  createdAt: z.string(),
  expiresAt: z.string(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
});
export type AccessToken = z.infer<typeof accessTokenSchema>;

export const createAccessTokenSchema = z.object({
  name: nameSchema,
  scopes: z.array(accessScopeSchema).min(1),
  expiresInDays: z.number().int().min(1).max(365).default(90),
});
export type CreateAccessToken = z.infer<typeof createAccessTokenSchema>;

/** The only time that the token itself is told. */
export const createdAccessTokenSchema = accessTokenSchema.extend({ token: z.string() });
export type CreatedAccessToken = z.infer<typeof createdAccessTokenSchema>;

/** What a token of an operator's may do; what only a person may do has none (`portal-api/operator-scope.ts`). */
export const operatorScopeSchema = z.enum(["platform:read", "platform:write", "tenants:write"]);
export type OperatorScope = z.infer<typeof operatorScopeSchema>;

export const operatorTokenSchema = accessTokenSchema.extend({ scopes: z.array(operatorScopeSchema) });
export type OperatorToken = z.infer<typeof operatorTokenSchema>;

export const createOperatorTokenSchema = createAccessTokenSchema.extend({
  scopes: z.array(operatorScopeSchema).min(1),
});
export type CreateOperatorToken = z.infer<typeof createOperatorTokenSchema>;

/** The only time that the token itself is told. */
export const createdOperatorTokenSchema = operatorTokenSchema.extend({ token: z.string() });
export type CreatedOperatorToken = z.infer<typeof createdOperatorTokenSchema>;
