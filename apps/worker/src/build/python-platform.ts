import { diagnosticSchema, type Runtime, type SourceFile } from "@annex/contract";
import { z } from "zod";
import type { OpenCell } from "../cells/cells.ts";
import { wheelsRequestSchema } from "../runners/builder/wheels-request.ts";

const answerSchema = z.object({
  diagnostics: z.array(diagnosticSchema),
  python: wheelsRequestSchema.shape.python,
});

interface Check {
  readonly runtime: Runtime;
  readonly owner: string;
  readonly files: readonly SourceFile[];
}

/** Has the Python of a runtime look at files' syntax; it tells what it is itself, so that wheels can be chosen for it. */
export async function checkPython(cell: OpenCell, { runtime, owner, files }: Check) {
  const check = files.filter(({ path }) => path.endsWith(".py"));
  const tenantId = `${owner}:build`;
  return answerSchema.parse(await cell.runners.test({ runtime, egress: [], layers: [], tenantId, payload: { check } }));
}
