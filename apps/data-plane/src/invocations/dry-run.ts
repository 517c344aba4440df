import type { DryRunResult, FieldValues } from "@annex/contract";
import { createScrubber, type Target } from "@annex/invocation";
import type { Admitted } from "../pipeline.ts";
import type { Services } from "../services.ts";
import { assumeInvokeRole } from "../steps/assume-invoke-role.ts";
import { checkTenancy } from "../steps/check-tenancy.ts";
import { mapInput } from "../steps/map-input.ts";

interface DryRunCall {
  readonly admitted: Admitted;
  readonly target: Target;
  readonly fields: FieldValues;
  readonly extensionPointKey: string | null;
}

/**
 * `?mode=dry_run`: every step up to the invocation itself. It answers the event that the function would get, without
 * the secrets in it; nothing runs and nothing is recorded.
 * @throws AppError as the call itself would.
 */
export async function dryRun(services: Services, call: DryRunCall): Promise<DryRunResult> {
  const { admitted, target } = call;
  checkTenancy(admitted.from, target);
  await assumeInvokeRole(services, admitted.from);
  const input = await mapInput(services, target, call);
  const scrubber = createScrubber(target.credentials);
  const named = { function: target.functionName, release: target.releaseNumber };
  if (input.ok) return { ...named, event: scrubber.fields(input.event) };
  const { type = "Mapping.Input", message = "" } = input.answer.error ?? {};
  return { ...named, event: null, error: { type, message: scrubber.text(message), stack: [] } };
}
