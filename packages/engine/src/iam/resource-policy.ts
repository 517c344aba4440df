import { z } from "zod";
import { statementSchema } from "../cell/cell-config.ts";

/** A statement of a policy that hangs on a function or a layer: it also says who it is for. */
export const resourceStatementSchema = statementSchema.extend({
  Sid: z.string(),
  Principal: z.union([z.literal("*"), z.object({ AWS: z.string() }), z.object({ Service: z.string() })]),
});
export type ResourceStatement = z.infer<typeof resourceStatementSchema>;

/** A resource's policy as the engine keeps it. */
export const resourcePolicySchema = z.object({ revisionId: z.string(), statements: z.array(resourceStatementSchema) });
export type ResourcePolicy = z.infer<typeof resourcePolicySchema>;

/** As AWS writes it down: one value alone, not in a list. */
function plain(statement: ResourceStatement): Record<string, unknown> {
  const one = (values: readonly string[]) => (values.length === 1 ? values[0] : values);
  const { Sid, Effect, Principal, Action, Resource, Condition } = statement;
  const conditions = Object.entries(Condition ?? {}).map(([operator, keys]) => [
    operator,
    Object.fromEntries(Object.entries(keys).map(([key, values]) => [key, one(values)])),
  ]);
  return {
    Sid,
    Effect,
    Principal,
    Action: one(Action),
    Resource: one(Resource),
    ...(conditions.length > 0 ? { Condition: Object.fromEntries(conditions) } : {}),
  };
}

export const renderStatement = (statement: ResourceStatement): string => JSON.stringify(plain(statement));

/** The whole policy as the JSON text that `GetPolicy` answers. */
export function renderPolicy({ statements }: ResourcePolicy): string {
  return JSON.stringify({ Version: "2012-10-17", Id: "default", Statement: statements.map(plain) });
}
