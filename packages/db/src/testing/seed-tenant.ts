import { randomBytes } from "node:crypto";
import type { Cell, Db, Tenant } from "../index.ts";

/** A cell that leads nowhere, or to `endpoint`. */
export function seedCell(
  db: Db,
  fields: Partial<Omit<Cell, "id" | "createdAt" | "capacity" | "capacityAt">> = {},
): Promise<Cell> {
  const accountId = fields.accountId ?? "000000000000";
  const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
  return db.operator.cell.create({
    data: {
      name: `cell-${randomBytes(4).toString("hex")}`,
      region: "eu-central-1",
      accountId,
      authorRoleArn: role("annex-author"),
      invokeRoleArn: role("annex-invoke"),
      executionRoleArn: role("annex-execution"),
      externalId: "annex-test",
      ...fields,
    },
  });
}

/** A tenant on `cellId`, or on a cell of its own. */
export async function seedTenant(db: Db, slug: string, cellId?: string): Promise<Tenant> {
  const key = randomBytes(5).toString("hex");
  return db.operator.tenant.create({ data: { slug, name: slug, key, cellId: cellId ?? (await seedCell(db)).id } });
}
