import { AppError, createExtensionPointSchema, type ExtensionPoint, fieldSchema } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { toExtensionPoint } from "../function/load-extension-point.ts";
import { recordVersion } from "../list-extension-point-versions/record-version.ts";
import { checkFields } from "./check-fields.ts";

/** Declares a place in the product where tenant code may run. @throws AppError `invalid_request`, `conflict`. */
export async function createExtensionPoint(
  ctx: OperatorContext,
  input: z.input<typeof createExtensionPointSchema>,
): Promise<ExtensionPoint> {
  const data = parse(createExtensionPointSchema, input);
  try {
    return await ctx.db.operator.$transaction(async (tx) => {
      const recordType = await tx.recordType.findUnique({ where: { key: data.recordTypeKey } });
      if (!recordType) throw new AppError("invalid_request", `There is no record type ${data.recordTypeKey}.`);
      const known = z
        .array(fieldSchema)
        .parse(recordType.fields)
        .map(({ path }) => path);
      checkFields(known, data.inputFields, "inputFields");
      checkFields(known, data.outputFields, "outputFields");
      const row = await tx.extensionPoint.create({ data, include: { recordType: true } });
      const { actor } = ctx.principal;
      await recordVersion(tx, row, actor);
      const target = `extension-point:${data.key}`;
      await recordAudit(tx, { tenantId: null, actor, action: "createExtensionPoint", target });
      return toExtensionPoint(row);
    });
  } catch (error) {
    refuseTaken(error, "key", `The key ${data.key} is taken. Choose another one.`);
  }
}
