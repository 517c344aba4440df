import { readFileSync } from "node:fs";
import { z } from "zod";

/** What the platform needs to know of the cell that the engine made for itself (`cell.json`). */
const cellConfigSchema = z.object({
  accountId: z.string(),
  region: z.string(),
  externalId: z.string(),
  users: z.array(z.object({ name: z.string(), accessKeyId: z.string(), secretAccessKey: z.string() })),
});
export type CellConfig = z.infer<typeof cellConfigSchema>;

export function readCellConfig(file: string): CellConfig {
  return cellConfigSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

/** The access key of one of the cell's users. */
export function keyOf(config: CellConfig, user: string): { accessKeyId: string; secretAccessKey: string } {
  const found = config.users.find(({ name }) => name === user);
  if (!found) throw new Error(`The cell has no user ${user}.`);
  return { accessKeyId: found.accessKeyId, secretAccessKey: found.secretAccessKey };
}
