import {
  draftContentSchema,
  type ExtensionPoint,
  type ExtensionPointImpact,
  fieldValuesSchema,
  type MappingProblem,
} from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { checkMapping } from "@annex/field-mapping";
import { bindingProblems } from "../update-binding/check-binding-settings.ts";

const include = {
  tenant: { select: { slug: true } },
  function: { include: { liveRelease: true } },
} as const satisfies Prisma.BindingInclude;
type Row = Prisma.BindingGetPayload<{ include: typeof include }>;

/** What of a binding and its live release does not fit a contract. */
function problemsOf(row: Row, point: ExtensionPoint): MappingProblem[] {
  const content = draftContentSchema.safeParse(row.function.liveRelease?.content);
  const { inputs, outputs } = point;
  const mapping = content.success ? checkMapping(content.data.mapping, { inputs, outputs }) : [];
  const { mode, condition, timeoutMs, failureMode } = row;
  const fallback = fieldValuesSchema.nullable().parse(row.fallback);
  const settings = bindingProblems({ mode, condition, timeoutMs, failureMode, fallback }, point).map(
    ({ path, message }) => ({
      at: path,
      message,
    }),
  );
  return [...mapping, ...settings];
}

/**
 * Which bindings of every tenant a contract would break: those of live functions whose field mapping, condition,
 * fallback or timeout does not fit it and does fit the contract that is there.
 */
export async function impactOf(tx: Tx, before: ExtensionPoint, after: ExtensionPoint): Promise<ExtensionPointImpact> {
  const rows = await tx.binding.findMany({
    where: { extensionPointId: before.id, function: { deletedAt: null } },
    include,
    orderBy: [{ tenantId: "asc" }, { position: "asc" }],
  });
  const breaks = rows.flatMap((row) => {
    const release = row.function.liveRelease;
    if (!release) return [];
    const known = new Set(problemsOf(row, before).map(({ at, message }) => `${at} ${message}`));
    const problems = problemsOf(row, after).filter(({ at, message }) => !known.has(`${at} ${message}`));
    if (problems.length === 0) return [];
    const of = { bindingId: row.id, tenant: row.tenant.slug, functionName: row.function.name };
    return [{ ...of, releaseNumber: release.number, problems }];
  });
  return { bindings: rows.length, breaks };
}
