import { z } from "zod";

/** Scopes that stand for everything of their kind. */
export const broadScopeSchema = z.enum(["invocations:write", "invocations:read", "records:read", "records:write"]);
export type BroadScope = z.infer<typeof broadScopeSchema>;

const names = /^(?:[A-Za-z][A-Za-z0-9._-]{0,79}\*?|\*)$/;
const narrow =
  /^(invoke:point|invoke:function|invocations:(?:read|manage):(?:point|function)|records:read|records:write):(.+)$/s;

/** `invoke:point:invoice.*` is of the kind `invoke:point` and names `invoice.*`. */
function parts(scope: string): { kind: string; name: string } | undefined {
  const [, kind, name] = narrow.exec(scope) ?? [];
  return kind !== undefined && name !== undefined ? { kind, name } : undefined;
}

function isNarrow(scope: string): boolean {
  const { name } = parts(scope) ?? {};
  return name !== undefined && names.test(name);
}

/**
 * What an API client may do: a broad scope, or one narrowed to an extension point (`invoke:point:invoice.submitted`), a
 * function (`invoke:function:score-invoice`) or a record type (`records:read:invoice`). Of the invocations of a function or
 * an extension point `invocations:read:function:score-invoice` reads results and log lines, and
 * `invocations:manage:point:invoice.submitted` cancels, redrives, discards and replays. A `*` at the end stands for
 * anything: `invoke:point:invoice.*`.
 */
export const scopeSchema = z
  .string()
  .max(120)
  .refine((text) => broadScopeSchema.safeParse(text).success || isNarrow(text), {
    error: "A scope is written like invocations:write, invoke:point:invoice.submitted or records:read:invoice.",
  });
export type Scope = z.infer<typeof scopeSchema>;

/** The broad scope that holds a narrow one. */
const broadOf: Readonly<Record<string, BroadScope>> = {
  "invoke:point": "invocations:write",
  "invoke:function": "invocations:write",
  "invocations:read:point": "invocations:read",
  "invocations:read:function": "invocations:read",
  "invocations:manage:point": "invocations:write",
  "invocations:manage:function": "invocations:write",
  "records:read": "records:read",
  "records:write": "records:write",
};

function covers(given: string, needed: string): boolean {
  if (given === needed) return true;
  const [has, wants] = [parts(given), parts(needed)];
  if (!wants) return false;
  if (!has) return given === broadOf[wants.kind];
  if (has.kind !== wants.kind || !has.name.endsWith("*")) return false;
  return wants.name.startsWith(has.name.slice(0, -1));
}

/**
 * Whether one of the given scopes allows what `needed` names, as it is or as part of something wider. What `needed` names
 * may be any text: a caller sends it.
 */
export function grants(given: readonly Scope[], needed: string): boolean {
  return given.some((scope) => covers(scope, needed));
}

/** Of which functions and extension points: names, each of which may end with `*` for anything. */
export interface InvocationsOf {
  readonly functions: readonly string[];
  readonly points: readonly string[];
}

/**
 * Which invocations scopes let one read, or manage (cancel, redrive, discard, replay): every one with the broad scope,
 * none, or those of the functions and extension points that narrow ones name.
 */
export function invocationsOf(given: readonly Scope[], what: "read" | "manage"): InvocationsOf | "every" | "none" {
  if (given.includes(what === "read" ? "invocations:read" : "invocations:write")) return "every";
  const named = (kind: "function" | "point") =>
    given.flatMap((scope) => {
      const found = parts(scope);
      return found?.kind === `invocations:${what}:${kind}` ? [found.name] : [];
    });
  const [functions, points] = [named("function"), named("point")];
  return functions.length + points.length === 0 ? "none" : { functions, points };
}

function isNamed(names: readonly string[], name: string): boolean {
  return names.some((given) => (given.endsWith("*") ? name.startsWith(given.slice(0, -1)) : name === given));
}

/** Whether an invocation is of one of them. */
export function isOf(
  { functions, points }: InvocationsOf,
  invocation: { readonly functionName: string; readonly extensionPointKey: string | null },
): boolean {
  const { functionName, extensionPointKey } = invocation;
  return isNamed(functions, functionName) || (extensionPointKey !== null && isNamed(points, extensionPointKey));
}
