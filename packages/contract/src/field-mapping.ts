import { z } from "zod";
import { fieldPathSchema } from "./fields.ts";
import { jsonSchema } from "./json.ts";

/** Where a parameter of `event` comes from. */
export const parameterSourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("field"), path: fieldPathSchema }),
  z.object({ kind: z.literal("constant"), value: jsonSchema }),
  /** CEL over the extension point's input fields: `invoice.total * 100.0`. */
  z.object({ kind: z.literal("expression"), expression: z.string().max(2000) }),
  /** A credential of the tenant, by name. The function gets a short-lived token or the secret's value. */
  z.object({ kind: z.literal("credential"), credential: z.string().max(80) }),
]);
export type ParameterSource = z.infer<typeof parameterSourceSchema>;

export const parameterNameSchema = z
  .string()
  .max(60)
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, "A parameter is named like a variable: total, vatNumber");

export const parameterMappingSchema = z.object({ name: parameterNameSchema, source: parameterSourceSchema });
export type ParameterMapping = z.infer<typeof parameterMappingSchema>;

/** Where a field that the function may set comes from. */
export const outputSourceSchema = z.discriminatedUnion("kind", [
  /** A property of the handler's result: `riskScore` or `score.value`. */
  z.object({ kind: z.literal("result"), path: z.string().max(200) }),
  /** CEL over `result` and the input fields. */
  z.object({ kind: z.literal("expression"), expression: z.string().max(2000) }),
]);
export type OutputSource = z.infer<typeof outputSourceSchema>;

export const outputMappingSchema = z.object({ field: fieldPathSchema, source: outputSourceSchema });
export type OutputMapping = z.infer<typeof outputMappingSchema>;

/** The function sees only what `parameters` names, and sets only what `outputs` names. */
export const fieldMappingSchema = z.object({
  parameters: z.array(parameterMappingSchema).max(100),
  outputs: z.array(outputMappingSchema).max(100),
});
export type FieldMapping = z.infer<typeof fieldMappingSchema>;

/** Something wrong in a mapping, and where: `parameters.2` or `outputs.0`. */
export const mappingProblemSchema = z.object({ at: z.string(), message: z.string() });
export type MappingProblem = z.infer<typeof mappingProblemSchema>;
