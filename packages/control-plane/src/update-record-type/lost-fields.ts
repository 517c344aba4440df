import type { Field } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { z } from "zod";

interface FieldError {
  readonly path: string;
  readonly message: string;
}

interface Change {
  readonly key: string;
  readonly before: readonly Field[];
  readonly after: readonly Field[];
}

const countSchema = z.tuple([z.object({ n: z.number() })]);

/** How many records of the type, of every tenant, hold a value in the field, or none. */
async function countRecords(tx: Tx, key: string, path: string, holding: "value" | "nothing"): Promise<number> {
  const name = path.slice(key.length + 1);
  const held = Prisma.sql`coalesce(data -> ${name}, 'null'::jsonb) <> 'null'::jsonb`;
  const rows = await tx.$queryRaw`
    SELECT count(*)::int AS n FROM records
    WHERE type_key = ${key} AND ${holding === "value" ? held : Prisma.sql`NOT (${held})`}`;
  return countSchema.parse(rows)[0].n;
}

/** The extension points that hand over a field or take it. */
async function pointsWith(tx: Tx, key: string, path: string): Promise<string[]> {
  const rows = await tx.extensionPoint.findMany({
    where: { recordTypeKey: key, OR: [{ inputFields: { has: path } }, { outputFields: { has: path } }] },
    select: { key: true },
    orderBy: { key: "asc" },
  });
  return rows.map(({ key: name }) => name);
}

async function whyItMustStay(tx: Tx, key: string, field: Field): Promise<string | undefined> {
  const points = await pointsWith(tx, key, field.path);
  if (points.length > 0) return `The extension points ${points.join(", ")} use it. Take it out of them first.`;
  const records = await countRecords(tx, key, field.path, "value");
  if (records > 0) return `${records} records hold a value in it.`;
  return undefined;
}

/**
 * What a change would take from those who rely on a field: one that is used can neither go nor become another type, and
 * one that records lack cannot become required. `path` is the field's.
 */
export async function lostFields(tx: Tx, { key, before, after }: Change): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  for (const field of before) {
    const { path } = field;
    const kept = after.find((other) => other.path === path);
    if (kept?.type !== field.type) {
      const why = await whyItMustStay(tx, key, field);
      const what = kept ? `The type of ${path} cannot change` : `${path} cannot be removed`;
      if (why) errors.push({ path, message: `${what}: ${why}` });
    }
  }
  for (const { path, required } of after) {
    const old = before.find((other) => other.path === path);
    if (!required || old?.required) continue;
    const without = await countRecords(tx, key, path, "nothing");
    if (without > 0)
      errors.push({ path, message: `${path} cannot be required: ${without} records have no value in it.` });
  }
  return errors;
}
