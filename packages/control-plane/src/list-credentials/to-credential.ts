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

type CredentialRow = Prisma.CredentialGetPayload<{ select: typeof credentialSelect }>;

/** A new credential is used by no function yet. */
export function toCredential(row: CredentialRow, usedBy: string[] = []): Credential {
  const { id, name, kind, version, createdBy } = row;
  const description = z.record(z.string(), z.string()).parse(row.description);
  const functionName = row.function?.name ?? null;
  const updatedAt = row.updatedAt.toISOString();
  return { id, name, kind, functionName, description, usedBy, version, createdBy, updatedAt };
}
