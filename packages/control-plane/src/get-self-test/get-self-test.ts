import { AppError, type SelfTest } from "@annex/contract";
import { z } from "zod";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toSelfTest } from "./to-self-test.ts";

const inputSchema = z.object({ selfTestId: z.uuid() });

/** A run of the isolation self-test, line by line, also while it is under way. @throws AppError `not_found`. */
export async function getSelfTest(
  { db }: Pick<OperatorContext, "db">,
  input: z.input<typeof inputSchema>,
): Promise<SelfTest> {
  const { data } = inputSchema.safeParse(input);
  const row = data && (await db.operator.selfTest.findUnique({ where: { id: data.selfTestId } }));
  if (!row) throw new AppError("not_found", "There is no such self-test.");
  return toSelfTest(row);
}
