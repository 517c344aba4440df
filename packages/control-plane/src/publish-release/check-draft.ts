import { AppError, type DraftContent, type ExtensionPoint, type FieldError, packageProblem } from "@annex/contract";
import type { Tx } from "@annex/db";
import { checkMapping } from "@annex/field-mapping";
import { loadExtensionPoint } from "../function/load-extension-point.ts";
import { type PinnedLayer, pinLayers } from "../layer/pinned-layers.ts";
import { draftQuotaErrors } from "../quota/check-quotas.ts";
import { checkEnvironment } from "./check-environment.ts";
import { checkHandler } from "./check-handler.ts";

interface DraftToCheck {
  readonly tenantId: string;
  readonly functionId: string;
  readonly content: DraftContent;
}

/** The credentials that a function may use: those of the tenant and its own. */
export function usableCredentials(tx: Tx, functionId: string) {
  return tx.credential.findMany({
    where: { OR: [{ functionId: null }, { functionId }] },
    select: { id: true, name: true, kind: true },
  });
}

async function mappingErrors(
  tx: Tx,
  { functionId, content }: DraftToCheck,
  extensionPoint: ExtensionPoint | null,
): Promise<FieldError[]> {
  const credentials = await usableCredentials(tx, functionId);
  const { inputs, outputs } = extensionPoint ?? { inputs: [], outputs: [] };
  return checkMapping(content.mapping, { inputs, outputs, credentials }).map(({ at, message }) => ({
    path: `mapping.${at}`,
    message,
  }));
}

function languageErrors({ language, runtime }: DraftContent): FieldError[] {
  if ((language === "python") === runtime.startsWith("python")) return [];
  return [{ path: "runtime", message: `${runtime} does not run ${language}. Choose another runtime.` }];
}

function timeoutErrors({ timeoutMs }: DraftContent): FieldError[] {
  if (timeoutMs % 1000 === 0) return [];
  return [{ path: "timeoutMs", message: "A timeout is a whole number of seconds: Lambda counts in seconds." }];
}

function packageErrors({ source, language, packages }: DraftContent): FieldError[] {
  if (source.kind === "zip") return [];
  const kind = language === "python" ? "python" : "npm";
  return packages.flatMap((each, at) => {
    const message = packageProblem(kind, each);
    return message === null ? [] : [{ path: `packages.${at}`, message }];
  });
}

/** What a draft that passed its checks is published with. */
export interface CheckedDraft {
  readonly extensionPoint: ExtensionPoint | null;
  readonly layers: readonly PinnedLayer[];
}

/**
 * Checks that a draft can become a release; returns its extension point and the versions of its layers.
 * @throws AppError `invalid_request` with every problem at its place: `handler`, `environment.X`, `mapping.outputs.0`.
 */
export async function checkDraft(tx: Tx, draft: DraftToCheck): Promise<CheckedDraft> {
  const { content } = draft;
  const key = content.extensionPointKey;
  const extensionPoint = key === null ? null : await loadExtensionPoint(tx, key);
  const pinned = await pinLayers(tx, content);
  const errors = [
    ...(await checkHandler(tx, content)),
    ...languageErrors(content),
    ...timeoutErrors(content),
    ...packageErrors(content),
    ...(await draftQuotaErrors(tx, draft.tenantId, content)),
    ...checkEnvironment(content.environment),
    ...pinned.errors,
    ...(await mappingErrors(tx, draft, extensionPoint)),
  ];
  const [first, ...others] = errors;
  if (!first) return { extensionPoint, layers: pinned.layers };
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  throw new AppError("invalid_request", `${first.message}${more}`, { errors });
}
