import { type ApiClient, clientKeySchema, scopeSchema } from "@annex/contract";
import type { ApiClient as ApiClientRow } from "@annex/db";
import { z } from "zod";

export function toApiClient(row: Omit<ApiClientRow, "secretHash" | "previousSecretHash">): ApiClient {
  return {
    id: row.id,
    clientId: row.clientId,
    name: row.name,
    scopes: z.array(scopeSchema).parse(row.scopes),
    keys: z
      .array(clientKeySchema)
      .parse(row.publicKeys)
      .map(({ jwk, until }) => ({ kid: jwk.kid, until })),
    createdAt: row.createdAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    previousSecretUntil: row.previousSecretUntil?.toISOString() ?? null,
  };
}
