import { AppError, type DeploymentFailure } from "@annex/contract";
import { BuildFailure } from "../build/build-failure.ts";
import { TestsFailed } from "./tests-failed.ts";
import { TestsStopped } from "./tests-stopped.ts";

const hints: Readonly<Record<string, string>> = {
  build_failed: "Correct the code, then deploy again.",
  limit_exceeded: "Wait a few seconds, then deploy again.",
  daily_invocations: "Deploy again then, or ask your operator for more.",
  daily_spend: "Deploy again then, or ask your operator for more.",
  unavailable: "Deploy again. If it goes on, tell your operator.",
  payload_too_large: "Make the code smaller: fewer packages, or no large files in the zip.",
  paused: "Deploy again when the pause has ended.",
  tenant_suspended: "Ask the operator why, and deploy again when the tenant is active.",
};
const otherHint = "Deploy again. If it fails in the same way, tell your operator.";
const serving = "What serves was not changed.";

/** Why a deployment failed, in words for the tenant. What is not known on purpose says nothing of itself. */
export function toFailure(error: unknown, step: string): DeploymentFailure {
  if (error instanceof BuildFailure) {
    const hint = `${hints.build_failed} ${serving}`;
    const { message, diagnostics } = error;
    return { step, code: "build_failed", message, hint, diagnostics: [...diagnostics] };
  }
  if (error instanceof TestsFailed) {
    const hint = `Correct the code or what is expected, then deploy again. ${serving}`;
    return { step: "testing", code: "tests_failed", message: error.message, hint, diagnostics: [] };
  }
  if (error instanceof TestsStopped) return toFailure(error.refusal, "testing");
  const known = error instanceof AppError ? error : new AppError("internal", "Something went wrong on our side.");
  const hint = `${hints[known.reason ?? known.code] ?? otherHint} ${serving}`;
  return { step, code: known.code, message: known.message, hint, diagnostics: [] };
}

/** Whether the same try may succeed in a moment. */
export function isTransient(error: unknown): boolean {
  if (error instanceof BuildFailure || error instanceof TestsFailed || error instanceof TestsStopped) return false;
  return !(error instanceof AppError) || ["unavailable", "limit_exceeded", "conflict"].includes(error.code);
}
