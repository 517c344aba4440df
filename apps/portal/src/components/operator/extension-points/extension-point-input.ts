import { type CreateExtensionPoint, createExtensionPointSchema, type ExtensionPoint } from "@annex/contract";
import { ApiError } from "@/client/api-error";

/** The form as it is typed: the timeout is a text until it is sent. */
export interface ExtensionPointForm {
  key: string;
  name: string;
  description: string;
  recordTypeKey: string;
  inputFields: string[];
  outputFields: string[];
  timeoutMs: string;
  failureMode: "open" | "closed";
}

export type FormErrors = Partial<Record<keyof ExtensionPointForm, string>>;

export const emptyForm: ExtensionPointForm = {
  key: "",
  name: "",
  description: "",
  recordTypeKey: "",
  inputFields: [],
  outputFields: [],
  timeoutMs: "3000",
  failureMode: "open",
};

/** A contract that is there, to be changed. */
export function formOf(point: ExtensionPoint): ExtensionPointForm {
  const { key, name, description, recordTypeKey, inputs, outputs, timeoutMs, failureMode } = point;
  const inputFields = inputs.map(({ path }) => path);
  const outputFields = outputs.map(({ path }) => path);
  return { key, name, description, recordTypeKey, inputFields, outputFields, timeoutMs: `${timeoutMs}`, failureMode };
}

/** In the words of a form, where the schema speaks of types. */
const advice: FormErrors = {
  key: "A key is written like invoice.submitted: lower-case words joined by dots.",
  name: "Give it a name of 1 to 80 characters.",
  description: "At most 500 characters.",
  recordTypeKey: "Choose a record type.",
  inputFields: "Choose at least one field that a function may read.",
  outputFields: "Choose fields of the record type.",
  timeoutMs: "A whole number of milliseconds, from 100 to 60000.",
  failureMode: "Choose what happens when a function fails.",
};

const fieldNames = Object.keys(advice);
const isField = (name: unknown): name is keyof ExtensionPointForm => fieldNames.includes(String(name));

/** The request, or what is wrong with each field. */
export function readForm(form: ExtensionPointForm): { input: CreateExtensionPoint } | { errors: FormErrors } {
  const timeoutMs = form.timeoutMs.trim() === "" ? Number.NaN : Number(form.timeoutMs);
  const withType = { ...form, timeoutMs, recordTypeKey: form.recordTypeKey || undefined };
  const parsed = createExtensionPointSchema.safeParse(withType);
  if (parsed.success) return { input: parsed.data };
  const errors: FormErrors = {};
  for (const { path } of parsed.error.issues) if (isField(path[0])) errors[path[0]] = advice[path[0]] ?? "";
  return { errors };
}

/** What the server said of each field; empty where it spoke of none. */
export function refusedFields(error: Error | null): FormErrors {
  const errors: FormErrors = {};
  if (!(error instanceof ApiError)) return errors;
  for (const { path, message } of error.problem?.errors ?? []) {
    const name = path.split(".")[0];
    if (isField(name)) errors[name] = message;
  }
  return errors;
}
