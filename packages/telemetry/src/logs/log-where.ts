import { type FieldFilter, type LogFilter, parseFieldFilter } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";

/** A filter with its names looked up: what a line has to be like. */
export interface LogConditions {
  readonly level: string | null;
  readonly source: string | null;
  readonly functionIds: readonly string[] | null;
  readonly release: number | null;
  readonly correlationId: string | null;
  readonly requestId: string | null;
  /** JSON that a line's fields contain. */
  readonly fields: string | null;
  /** For LIKE: a text that every wanted line holds; found by index from three characters on. */
  readonly needle: string | null;
  /** Another such text, where both a text and a field are wanted. */
  readonly alsoNeedle: string | null;
}

const escaped = (text: string) => text.replaceAll(/[\\%_]/g, "\\$&");
const contains = (text: string) => `%${escaped(text)}%`;

/** What PostgreSQL writes of a field with that value: no line without it has the field. Null for objects and lists. */
function textOf({ path, value }: FieldFilter): string | null {
  return typeof value === "object" && value !== null
    ? null
    : `${JSON.stringify(path.at(-1))}: ${JSON.stringify(value)}`;
}

function nested({ path, value }: FieldFilter): string {
  return JSON.stringify(path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value));
}

/** Looks up what a filter names. A function of the name is none: no line is like that. */
export async function toConditions(tx: Pick<Tx, "function">, filter: LogFilter): Promise<LogConditions> {
  const { level, source, release, correlationId, requestId, text, function: name } = filter;
  const field = filter.field === undefined ? undefined : parseFieldFilter(filter.field);
  const rows = name === undefined ? null : await tx.function.findMany({ where: { name }, select: { id: true } });
  const fieldText = field ? textOf(field) : null;
  const needles = [text === undefined || text === "" ? null : contains(text), fieldText && contains(fieldText)];
  const [needle = null, alsoNeedle = null] = needles.filter((known) => known !== null);
  return {
    level: level ?? null,
    source: source ?? null,
    functionIds: rows?.map(({ id }) => id) ?? null,
    release: release ?? null,
    correlationId: correlationId ?? null,
    requestId: requestId ?? null,
    fields: field ? nested(field) : null,
    needle,
    alsoNeedle,
  };
}

/** What the indexes by time can narrow by, for a WHERE clause. */
export function plainWhere(of: LogConditions): Prisma.Sql {
  const parts = [
    of.level === null ? null : Prisma.sql`level = ${of.level}`,
    of.source === null ? null : Prisma.sql`source = ${of.source}::log_source`,
    of.functionIds === null ? null : Prisma.sql`function_id = ANY(${[...of.functionIds]}::uuid[])`,
    of.release === null ? null : Prisma.sql`release_number = ${of.release}::int`,
    of.correlationId === null ? null : Prisma.sql`correlation_id = ${of.correlationId}`,
    of.requestId === null ? null : Prisma.sql`request_id = ${of.requestId}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? Prisma.sql`true` : Prisma.join(parts, " AND ");
}

const lineText = Prisma.sql`(message || coalesce(fields::text, ''))`;

/** What a line's text and fields have to hold, for a WHERE clause; null where nothing is asked of them. */
export function textWhere({ needle, alsoNeedle, fields }: LogConditions): Prisma.Sql | null {
  const parts = [
    ...[needle, alsoNeedle].flatMap((known) => (known === null ? [] : [Prisma.sql`${lineText} ILIKE ${known}`])),
    ...(fields === null ? [] : [Prisma.sql`fields @> ${fields}::jsonb`]),
  ];
  return parts.length === 0 ? null : Prisma.join(parts, " AND ");
}
