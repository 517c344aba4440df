import { AppError, saveTestEventSchema, type TestEvent } from "@annex/contract";
import { Prisma } from "@annex/db";
import { z } from "zod";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { loadFunction } from "../function/load-function.ts";
import { toTestEvent } from "../list-test-events/to-test-event.ts";

const inputSchema = saveTestEventSchema.extend({ functionName: z.string() });
const maxTestEvents = 50;

/** Saves a sample record and what it shall come to under its name; one of the same name is replaced. @throws AppError `not_found`, `limit_exceeded`. */
export async function saveTestEvent(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<TestEvent> {
  const { functionName, name, record, expected } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { id: functionId } = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    if ((await tx.testEvent.count({ where: { functionId, name: { not: name } } })) >= maxTestEvents)
      throw new AppError("limit_exceeded", `A function has at most ${maxTestEvents} test events. Delete one first.`);
    const wanted = expected === undefined ? {} : { expected: expected === null ? Prisma.DbNull : toJson(expected) };
    const row = await tx.testEvent.upsert({
      where: { functionId_name: { functionId, name } },
      create: {
        functionId,
        tenantId: ctx.tenant.id,
        name,
        record: toJson(record),
        createdBy: ctx.principal.actor,
        ...wanted,
      },
      update: { record: toJson(record), ...wanted },
    });
    return toTestEvent(row);
  });
}
