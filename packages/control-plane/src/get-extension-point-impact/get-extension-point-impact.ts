import { changeExtensionPointSchema, type ExtensionPointImpact } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { changedPoint } from "./changed-point.ts";
import { impactOf } from "./impact-of.ts";

const inputSchema = changeExtensionPointSchema.extend({ key: z.string() });

/** What a change would break; nothing is changed. @throws AppError `not_found`, `conflict`, `invalid_request`. */
export function getExtensionPointImpact(
  ctx: OperatorContext,
  input: z.input<typeof inputSchema>,
): Promise<ExtensionPointImpact> {
  const { key, ...change } = parse(inputSchema, input);
  return ctx.db.operator.$transaction(async (tx) => {
    const { before, after } = await changedPoint(tx, key, change);
    return impactOf(tx, before, after);
  });
}
