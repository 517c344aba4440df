import type { FieldValues } from "@annex/contract";
import { createScrubber, type Target } from "@annex/invocation";
import type { Services } from "../services.ts";
import type { Authenticated } from "./authenticate.ts";
import type { Mapped } from "./map-output.ts";

interface Run {
  readonly invocationId: string;
  /** From 1, of an accepted invocation's runs. */
  readonly attempt: number;
  readonly from: Authenticated;
  readonly target: Target;
  readonly extensionPointKey: string | null;
  readonly fields: FieldValues;
  readonly mapped: Mapped;
  /** A replay is compared with what was recorded, whatever the policy is. */
  readonly isReplay: boolean;
}

/** Parameters that hold what must not be kept: made of redacted fields, or a credential. */
function hiddenParameters({ mapping }: Target, redacted: readonly string[]): string[] {
  const names = new Set(redacted.map((name) => name.toLowerCase()));
  const isHidden = (path: string) => {
    const lower = path.toLowerCase();
    return names.has(lower) || names.has(lower.slice(lower.lastIndexOf(".") + 1));
  };
  return mapping.parameters.flatMap(({ name, source, reads }) => {
    const paths = source.kind === "field" ? [source.path] : reads;
    return source.kind === "credential" || paths.some(isHidden) ? [name] : [];
  });
}

/** Hands a run's payloads to the recorder where the tenant wants them kept; they are written beside the path. */
export function recordPayload({ payloads }: Services, run: Run): void {
  const { invocationId: id, attempt, from, target, extensionPointKey, fields, mapped } = run;
  const { mode, redacted } = from.recording;
  const { outcome, error, payload } = mapped.answer;
  if (!run.isReplay && (mode === "off" || (mode === "errors" && outcome === "success"))) return;
  const { functionId, functionName, releaseNumber } = target;
  payloads.record({
    ...{ id, attempt, tenantId: from.tenant.id, functionId, functionName, releaseNumber, extensionPointKey },
    ...{ outcome, fields, event: mapped.event, output: payload, setFields: mapped.fields, error: error ?? null },
    policy: from.recording,
    hidden: hiddenParameters(target, redacted),
    scrub: createScrubber(target.credentials).text,
  });
}
