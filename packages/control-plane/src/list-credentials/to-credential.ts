import type { Credential } from "@annex/contract";
import type { Prisma } from "@annex/db";
import { z } from "zod";

export const credentialSelect = {
  id: true,
  name: true,
  kind: true,
  description: true,
  version: true,
  createdBy: true,
  updatedAt: true,
  function: { select: { name: true } },
} as const satisfies Prisma.CredentialSelect;

export function toCredential(row: Prisma.CredentialGetPayload<{ select: typeof credentialSelect }>): Credential {
  const { id, name, kind, version, createdBy } = row;
  const description = z.record(z.string(), z.string()).parse(row.description);
  const functionName = row.function?.name ?? null;
  return { id, name, kind, functionName, description, version, createdBy, updatedAt: row.updatedAt.toISOString() };
}
