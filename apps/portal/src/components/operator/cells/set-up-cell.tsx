"use client";
import { type Cell, cellSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { toast } from "sonner";
import { fieldError } from "@/client/api-error";
import { useApi } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Checkbox } from "../../ui/checkbox";
import { CodeBlock } from "../../ui/code-block";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";

const list = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean);

/** What is run in the cell's account: it makes the roles, the closed network and the budget. */
function commandsFor({ name, region, externalId }: Cell): string {
  return [
    "npm run --silent cell-template > cell.json",
    `aws cloudformation deploy --region ${region} --stack-name annex-${name} \\`,
    "  --template-file cell.json --capabilities CAPABILITY_NAMED_IAM \\",
    `  --parameter-overrides ExternalId=${externalId} \\`,
    "  WorkerPrincipalArn=ARN-OF-THE-WORKER DataPlanePrincipalArn=ARN-OF-THE-DATA-PLANE",
    `aws cloudformation describe-stacks --region ${region} --stack-name annex-${name} --query 'Stacks[0].Outputs'`,
  ].join("\n");
}

/** How a cell of AWS is set up in its account, and the network that the account gave. Mount it while it is open. */
export function SetUpCell({ cell, onClose }: { cell: Cell; onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const id = useId();
  const [subnets, setSubnets] = useState(cell.subnetIds.join(", "));
  const [groups, setGroups] = useState(cell.securityGroupIds.join(", "));
  const [accepts, setAccepts] = useState(cell.acceptsTenants);
  const save = useMutation({
    mutationFn: () =>
      api.send("PUT", portalRoutes.operator.cell(cell.id), cellSchema, {
        subnetIds: list(subnets),
        securityGroupIds: list(groups),
        acceptsTenants: accepts,
      }),
    onSuccess: async ({ acceptsTenants }) => {
      await client.invalidateQueries();
      onClose();
      toast(acceptsTenants ? `${cell.name} takes tenants` : `${cell.name} is saved`);
    },
  });
  const subnetError = fieldError(save.error, "subnetIds");
  const groupError = fieldError(save.error, "securityGroupIds");
  return (
    <FormDialog
      size="lg"
      title={`Set up ${cell.name}`}
      description={`Run this with rights in the account ${cell.accountId}; then enter what it tells.`}
      verb="Save"
      busy={save.isPending}
      noValidate
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <CodeBlock title="Commands" code={commandsFor(cell)} />
      {save.error && !subnetError && !groupError && <ProblemNotice error={save.error} title="The cell was not saved" />}
      <Field
        label="Subnets"
        error={subnetError}
        hint="SubnetIds of the stack. Functions are attached to them from their next deployment on."
      >
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            placeholder="subnet-0a1b2c3d, subnet-4e5f6a7b"
            value={subnets}
            onChange={(event) => setSubnets(event.target.value)}
          />
        )}
      </Field>
      <Field label="Security groups" error={groupError} hint="SecurityGroupIds of the stack.">
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            placeholder="sg-0a1b2c3d"
            value={groups}
            onChange={(event) => setGroups(event.target.value)}
          />
        )}
      </Field>
      <p className="flex items-center gap-2 text-sm">
        <Checkbox id={`${id}-accepts`} checked={accepts} onCheckedChange={(on) => setAccepts(on === true)} />
        <label htmlFor={`${id}-accepts`}>Takes new tenants</label>
      </p>
    </FormDialog>
  );
}
