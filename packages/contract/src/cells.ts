import { z } from "zod";

/** What a cell's account may have and has, as Lambda told the worker within the last minutes. */
export const cellCapacitySchema = z.object({
  concurrencyLimit: z.number().int(),
  codeBytes: z.number().int(),
  codeBytesLimit: z.number().int(),
  /** Lambda functions of the account, the platform's own among them. */
  functions: z.number().int(),
});
export type CellCapacity = z.infer<typeof cellCapacitySchema>;

export const cellSchema = z.object({
  id: z.string(),
  name: z.string(),
  region: z.string(),
  accountId: z.string(),
  /** The engine's address; null for AWS. */
  endpoint: z.string().nullable(),
  /** What the account's roles ask of who assumes them. */
  externalId: z.string(),
  /** The closed network that functions are attached to. */
  subnetIds: z.array(z.string()),
  securityGroupIds: z.array(z.string()),
  /** Whether new tenants are placed in it. */
  acceptsTenants: z.boolean(),
  tenants: z.number().int(),
  functions: z.number().int(),
  /** Null until the cell answered once. */
  capacity: cellCapacitySchema.nullable(),
  capacityAt: z.string().nullable(),
  /** Invocations of its tenants that the data planes have under way now. */
  underWay: z.number().int(),
});
export type Cell = z.infer<typeof cellSchema>;

/** An AWS account and region kept for untrusted code. */
export const createCellSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,38}[a-z0-9]$/, "Use 3 to 40 lower-case letters, digits and hyphens"),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, "A region is written like eu-central-1"),
  accountId: z.string().regex(/^\d{12}$/, "An account's ID has 12 digits"),
});
export type CreateCell = z.infer<typeof createCellSchema>;

export const updateCellSchema = z.object({
  subnetIds: z.array(z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "A subnet is written like subnet-0a1b2c3d")).max(16),
  securityGroupIds: z.array(z.string().regex(/^sg-[0-9a-f]{8,17}$/, "A group is written like sg-0a1b2c3d")).max(5),
  acceptsTenants: z.boolean(),
});
export type UpdateCell = z.infer<typeof updateCellSchema>;

/** How a cell answered when it was asked just now. `aws`: AWS itself, which is not asked. */
export const cellHealthSchema = z.object({
  state: z.enum(["healthy", "unhealthy", "unreachable", "aws"]),
  /** What keeps one tenant's code from another's, in words: `bubblewrap`, `seccomp filter`, ... */
  isolation: z.array(z.string()),
  warnings: z.array(z.string()),
  checkedAt: z.string(),
  /** Null where nothing answered. */
  answeredMs: z.number().nullable(),
});
export type CellHealth = z.infer<typeof cellHealthSchema>;

/** A cell with its health, as the operators' pages show it. */
export const cellStatusSchema = cellSchema.extend({ health: cellHealthSchema });
export type CellStatus = z.infer<typeof cellStatusSchema>;
