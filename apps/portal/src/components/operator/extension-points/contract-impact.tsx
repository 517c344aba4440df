import type { ExtensionPointImpact } from "@annex/contract";
import { useId } from "react";
import { Checkbox } from "../../ui/checkbox";
import { Notice } from "../../ui/notice";

const most = 20;

interface ContractImpactProps {
  readonly impact: ExtensionPointImpact;
  readonly accepted: boolean;
  readonly onAccept: (accepted: boolean) => void;
}

/** Which bindings a change would break, of every tenant, and why; to be accepted in so many words. */
export function ContractImpact({ impact, accepted, onAccept }: ContractImpactProps) {
  const id = useId();
  const { bindings, breaks } = impact;
  if (breaks.length === 0)
    return (
      <Notice tone="success">
        {bindings === 0 ? "No function is bound here." : `Fits every one of its ${bindings} bindings.`}
      </Notice>
    );
  return (
    <Notice tone="warning" title={`${breaks.length} of ${bindings} bindings would not fit any more`}>
      <ul className="flex flex-col gap-1.5">
        {breaks.slice(0, most).map(({ bindingId, tenant, functionName, releaseNumber, problems }) => (
          <li key={bindingId}>
            <span className="font-mono text-xs text-fg">
              {tenant} / {functionName}
            </span>{" "}
            <span className="text-xs">release {releaseNumber}</span>
            <ul className="list-disc pl-5">
              {problems.map(({ at, message }) => (
                <li key={`${at} ${message}`}>{message}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {breaks.length > most && <p className="mt-1">And {breaks.length - most} more.</p>}
      <p className="mt-2 flex items-center gap-2 text-fg">
        <Checkbox id={id} checked={accepted} onCheckedChange={(on) => onAccept(on === true)} />
        <label htmlFor={id}>Change it although they break: they fail until their functions are deployed anew</label>
      </p>
    </Notice>
  );
}
