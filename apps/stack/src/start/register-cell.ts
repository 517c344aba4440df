import type { Cell, Db } from "@annex/db";
import type { CellConfig } from "./cell-config.ts";

/** Writes down the embedded cell, or its new address. */
export function registerCell(db: Db, config: CellConfig, endpoint: string): Promise<Cell> {
  const role = (name: string) => `arn:aws:iam::${config.accountId}:role/${name}`;
  const fields = {
    region: config.region,
    accountId: config.accountId,
    endpoint,
    authorRoleArn: role("annex-author"),
    invokeRoleArn: role("annex-invoke"),
    executionRoleArn: role("annex-execution"),
    externalId: config.externalId,
  };
  return db.operator.cell.upsert({
    where: { name: "embedded" },
    create: { name: "embedded", ...fields },
    update: fields,
  });
}
