import { type CreateRecordType, createRecordTypeSchema, type FieldType, type RecordType } from "@annex/contract";
import { ApiError } from "@/client/api-error";

/** A field as it is typed: its name without the record type's key. `id` keeps rows apart. */
export interface FieldRow {
  readonly id: string;
  readonly name: string;
  readonly type: FieldType;
  readonly label: string;
  readonly required: boolean;
}

export interface RecordTypeForm {
  readonly key: string;
  readonly name: string;
  readonly rows: readonly FieldRow[];
}

/** What is wrong: of `key`, `name` or `fields` as a whole, and of rows by their ID. */
export interface RecordTypeErrors {
  readonly key?: string;
  readonly name?: string;
  readonly fields?: string;
  readonly rows: Readonly<Record<string, string>>;
}

export const noErrors: RecordTypeErrors = { rows: {} };

export function newRow(): FieldRow {
  return { id: crypto.randomUUID(), name: "", type: "string", label: "", required: false };
}

export function formOf({ key, name, fields }: RecordType): RecordTypeForm {
  const rows = fields.map((field) => ({ ...field, id: field.path, name: field.path.slice(key.length + 1) }));
  return { key, name, rows };
}

const inForm = (path: string, message: string): string =>
  ({ key: "A key is 2 to 40 lower-case letters and digits, such as invoice.", name: "Give it a name." })[path] ??
  message;

/** `fields.2.path` is about the third row, `invoice.total` about the field of that path. */
function rowOf({ key, rows }: RecordTypeForm, path: string): FieldRow | undefined {
  const index = /^fields\.(\d+)/.exec(path)?.[1];
  return index === undefined ? rows.find(({ name }) => `${key}.${name}` === path) : rows[Number(index)];
}

function errorsOf(
  form: RecordTypeForm,
  issues: readonly { readonly path: string; readonly message: string }[],
): RecordTypeErrors {
  const rows: Record<string, string> = {};
  const whole: { key?: string; name?: string; fields?: string } = {};
  for (const { path, message } of issues) {
    const row = rowOf(form, path);
    if (row) rows[row.id] ??= row.name === "" ? "Give the field a name." : message;
    else if (path === "key" || path === "name" || path === "fields") whole[path] ??= inForm(path, message);
  }
  return { ...whole, rows };
}

export const isFaultless = ({ key, name, fields, rows }: RecordTypeErrors): boolean =>
  !key && !name && !fields && Object.keys(rows).length === 0;

/** The request, or what is wrong and where. */
export function readForm(form: RecordTypeForm): { input: CreateRecordType } | { errors: RecordTypeErrors } {
  const { key, name, rows } = form;
  const fields = rows.map((row) => ({
    path: `${key}.${row.name}`,
    type: row.type,
    label: row.label.trim() || row.name,
    required: row.required,
  }));
  const parsed = createRecordTypeSchema.safeParse({ key, name, fields });
  if (parsed.success) return { input: parsed.data };
  const issues = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  // a wrong key makes every path wrong: only the key is told
  const told = issues.some(({ path }) => path === "key")
    ? issues.filter(({ path }) => !path.endsWith(".path"))
    : issues;
  return { errors: errorsOf(form, told) };
}

/** What the server said of each place; empty where it spoke of none. */
export function refusals(form: RecordTypeForm, error: Error | null): RecordTypeErrors {
  return error instanceof ApiError ? errorsOf(form, error.problem?.errors ?? []) : noErrors;
}
