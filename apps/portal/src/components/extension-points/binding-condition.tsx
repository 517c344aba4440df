"use client";
import { type Binding, bindingSchema, type ExtensionPoint, portalRoutes } from "@annex/contract";
import { checkCondition } from "@annex/field-mapping";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useMemo, useState } from "react";
import { toast } from "sonner";
import { useApi, useResourceKey } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { expressionOptions } from "../workbench/mapping/complete-expression";
import { ExpressionInput } from "../workbench/mapping/expression-input";

interface BindingConditionProps {
  binding: Binding;
  point: ExtensionPoint;
  onClose: () => void;
}

/** When a bound function runs: an expression over the fields that the extension point hands out. Mount it while it is open. */
export function BindingCondition({ binding, point, onClose }: BindingConditionProps) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const form = useId();
  const [text, setText] = useState(binding.condition ?? "");
  const condition = text.trim() === "" ? null : text.trim();
  const options = useMemo(() => expressionOptions(point.inputs), [point.inputs]);
  const check = condition === null ? null : checkCondition(condition, point.inputs);
  const problem = check?.ok === false ? check.message : null;
  const save = useMutation({
    mutationFn: () => api.send("PATCH", portalRoutes.binding(binding.id), bindingSchema, { condition }),
    onSuccess: () => {
      const name = binding.functionName;
      toast.success(condition === null ? `${name} runs always` : `${name} runs where the condition is met`);
      void client.invalidateQueries({ queryKey: key(portalRoutes.bindings()) });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (problem === null) save.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`When ${binding.functionName} runs`}
      description={`At ${point.name}. Without a condition it runs always; where it is not met, the function is left out.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} disabled={problem !== null} busy={save.isPending}>
            {condition === null ? "Run always" : "Save condition"}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex min-h-64 flex-col gap-2">
        {save.error && <ProblemNotice error={save.error} title="It is as it was" />}
        <ExpressionInput
          label="Condition"
          value={text}
          placeholder="invoice.total > 1000.0"
          options={options}
          describedBy={`${form}-note`}
          invalid={problem !== null}
          onChange={setText}
        />
        <p id={`${form}-note`} role="status" className={problem ? "text-xs text-red" : "text-xs text-muted"}>
          {problem ?? "True or false, over the fields of the record. Ctrl+Space completes; a missing field is not met."}
        </p>
      </form>
    </Dialog>
  );
}
