import { Prisma } from "@annex/db";

/** Whether the database refused a row because its name is taken. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
