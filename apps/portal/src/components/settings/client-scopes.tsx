"use client";
import {
  type BroadScope,
  broadScopeSchema,
  extensionPointSchema,
  portalRoutes,
  recordTypeSchema,
  type Scope,
} from "@annex/contract";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { FunctionSelect } from "../function-select";
import { Button } from "../ui/button";
import { Select } from "../ui/select";
import { ScopeChoice } from "./scope-choice";

const broadWords: Readonly<Record<BroadScope, string>> = {
  "invocations:write": "Call every function and extension point, cancel, redrive",
  "invocations:read": "Read invocations and their log lines",
  "records:read": "Read records of every type",
  "records:write": "Create, change and delete records of every type",
};

const kinds = [
  { value: "invoke:point", label: "Call an extension point" },
  { value: "invoke:function", label: "Call a function" },
  { value: "invocations:read:point", label: "Read a point's results" },
  { value: "invocations:read:function", label: "Read a function's results" },
  { value: "invocations:manage:point", label: "Cancel, redrive a point's" },
  { value: "invocations:manage:function", label: "Cancel, redrive a function's" },
  { value: "records:read", label: "Read records of a type" },
  { value: "records:write", label: "Write records of a type" },
];
const any = "*";

/** The names that a narrow scope of this kind can have beside any; functions are searched. */
function useNames(kind: string): readonly string[] {
  const points = useResource(portalRoutes.extensionPoints(), z.array(extensionPointSchema));
  const types = useResource(portalRoutes.recordTypes(), z.array(recordTypeSchema));
  if (kind.endsWith(":point")) return points.data?.map(({ key }) => key) ?? [];
  return types.data?.map(({ key }) => key) ?? [];
}

interface ClientScopesProps {
  scopes: readonly Scope[];
  onChange: (scopes: readonly Scope[]) => void;
}

/** What an API client may do: of everything, or of one extension point, function or record type. */
export function ClientScopes({ scopes, onChange }: ClientScopesProps) {
  const narrow = scopes.filter((scope) => !broadScopeSchema.safeParse(scope).success);
  const without = (scope: Scope) => scopes.filter((other) => other !== scope);
  return (
    <div className="flex flex-col gap-2">
      <ScopeChoice<Scope> scopes={broadScopeSchema.options} words={broadWords} chosen={scopes} onChange={onChange} />
      <h3 className="mt-1 text-xs text-muted">Or narrower</h3>
      {narrow.length > 0 && (
        <ul className="flex flex-wrap gap-1">
          {narrow.map((scope) => (
            <li key={scope} className="flex items-center gap-1 rounded-md border px-2 font-mono text-xs">
              {scope}
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label={`Remove ${scope}`}
                onClick={() => onChange(without(scope))}
              >
                <X aria-hidden className="size-3" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <AddScope onAdd={(scope) => onChange(scopes.includes(scope) ? scopes : [...scopes, scope])} />
    </div>
  );
}

function AddScope({ onAdd }: { onAdd: (scope: Scope) => void }) {
  const [kind, setKind] = useState("invoke:point");
  const [chosen, setChosen] = useState(any);
  const names = useNames(kind);
  const ofFunction = kind.endsWith(":function");
  const name = ofFunction || names.includes(chosen) ? chosen : any;
  const chooseKind = (next: string) => {
    setKind(next);
    setChosen(any);
  };
  const options = [{ value: any, label: "Any" }, ...names.map((value) => ({ value, label: value }))];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select aria-label="Kind of scope" className="w-52" value={kind} options={kinds} onValueChange={chooseKind} />
      {ofFunction ? (
        <div className="w-52">
          <FunctionSelect value={name} onChange={setChosen} any={[any, "Any"]} />
        </div>
      ) : (
        <Select aria-label="Of which" className="w-52" value={name} options={options} onValueChange={setChosen} />
      )}
      <Button onClick={() => onAdd(`${kind}:${name}`)}>
        <Plus aria-hidden className="size-3.5" />
        Add
      </Button>
    </div>
  );
}
