import type { InvocationsOf } from "@annex/contract";

/** `LIKE` has signs of its own, which a name's are not. */
const asPrefix = (name: string) => name.slice(0, -1).replace(/[\\%_]/g, "\\$&");

function named(column: "functionName" | "extensionPointKey", names: readonly string[]) {
  const exact = names.filter((name) => !name.endsWith("*"));
  const prefixes = names.filter((name) => name.endsWith("*")).map(asPrefix);
  return [{ [column]: { in: exact } }, ...prefixes.map((prefix) => ({ [column]: { startsWith: prefix } }))];
}

/** The rows that a narrowed context may see: all where it is not narrowed. */
export function within(only: InvocationsOf | undefined) {
  if (only === undefined) return {};
  return { OR: [...named("functionName", only.functions), ...named("extensionPointKey", only.points)] };
}
