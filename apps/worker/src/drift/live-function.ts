import type { Prisma } from "@annex/db";

export const liveInclude = {
  tenant: true,
  liveRelease: true,
  canaryRelease: true,
} as const satisfies Prisma.FunctionInclude;

type Row = Prisma.FunctionGetPayload<{ include: typeof liveInclude }>;

/** A function that serves. */
export type LiveFunction = Row & { readonly liveRelease: NonNullable<Row["liveRelease"]> };

export function isLive(row: Row | null): row is LiveFunction {
  return row !== null && row.liveRelease !== null && row.deletedAt === null;
}
