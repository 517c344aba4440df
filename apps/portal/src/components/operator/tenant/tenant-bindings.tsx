"use client";
import { type Binding, bindingSchema, portalRoutes } from "@annex/contract";
import { Plug } from "lucide-react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Badge } from "../../ui/badge";
import { EmptyState } from "../../ui/empty-state";
import { TableSkeleton } from "../../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../../ui/table";

const bindingsSchema = z.array(bindingSchema);

function StateOf({ binding }: { binding: Binding }) {
  if (!binding.enabled) return <Badge>Off</Badge>;
  return binding.live ? <Badge tone="green">Runs</Badge> : <Badge tone="amber">No live release</Badge>;
}

/** Which of a tenant's functions run where, in their order. */
export function TenantBindings({ tenantId }: { tenantId: string }) {
  const bindings = useResource(portalRoutes.operator.tenantBindings(tenantId), bindingsSchema);
  if (bindings.error && !bindings.data)
    return (
      <ProblemNotice
        error={bindings.error}
        title="The bindings could not be loaded"
        onRetry={() => void bindings.refetch()}
      />
    );
  if (!bindings.data) return <TableSkeleton label="Loading bindings" />;
  if (bindings.data.length === 0)
    return (
      <EmptyState icon={<Plug />} title="Nothing is bound">
        Once the tenant's people bind a function at an extension point, it shows here.
      </EmptyState>
    );
  return (
    <Table label="Bindings">
      <THead>
        <tr>
          <TH>Extension point</TH>
          <TH end>Order</TH>
          <TH>Function</TH>
          <TH>State</TH>
          <TH>Condition</TH>
          <TH>When it fails</TH>
        </tr>
      </THead>
      <tbody>
        {bindings.data.map((binding) => (
          <TR key={binding.id}>
            <TD className="font-mono text-xs">{binding.extensionPointKey}</TD>
            <TD end>{binding.position + 1}</TD>
            <TD className="font-medium">{binding.functionName}</TD>
            <TD>
              <StateOf binding={binding} />
            </TD>
            <TD className="font-mono text-xs">{binding.condition ?? "always"}</TD>
            <TD>{binding.failureMode ?? "as the extension point says"}</TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}
