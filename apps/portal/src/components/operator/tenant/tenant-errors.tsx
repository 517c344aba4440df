"use client";
import { portalRoutes, type TenantErrorGroup, tenantErrorGroupSchema } from "@annex/contract";
import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { useRange } from "../../charts/use-range";
import { ErrorGroups } from "../../errors/error-groups";
import { ProblemNotice } from "../../problem-notice";
import { KeptNote } from "../../retention/kept-note";
import { useKept } from "../../retention/use-kept";
import { EmptyState } from "../../ui/empty-state";
import { TableSkeleton } from "../../ui/skeleton";

const groupsSchema = z.array(tenantErrorGroupSchema);

function byFunction(groups: readonly TenantErrorGroup[]): [string, TenantErrorGroup[]][] {
  const found = new Map<string, TenantErrorGroup[]>();
  for (const group of groups) found.set(group.functionName, [...(found.get(group.functionName) ?? []), group]);
  return [...found];
}

/** What goes wrong in a tenant, each kind once, under the function in which it does. */
export function TenantErrors({ tenantId }: { tenantId: string }) {
  const [range] = useRange();
  const kept = useKept({ range, tenantId });
  const errors = useResource(portalRoutes.operator.tenantErrors(tenantId), groupsSchema, {
    query: { range },
    refetchInterval: 5000,
    keepPrevious: true,
  });
  if (errors.error && !errors.data)
    return (
      <ProblemNotice
        error={errors.error}
        title="The errors could not be loaded"
        onRetry={() => void errors.refetch()}
      />
    );
  if (!errors.data) return <TableSkeleton label="Loading errors" />;
  if (errors.data.length === 0)
    return (
      <EmptyState icon={<CircleCheck />} title="No errors in this range">
        Failures of one kind at one place show here once, with how often and since when.{" "}
        {kept && <KeptNote what="Invocations, and with them errors," kept={kept} />}
      </EmptyState>
    );
  return (
    <div className="flex flex-col gap-4">
      {byFunction(errors.data).map(([name, groups]) => (
        <section key={name} aria-label={`Errors of ${name}`} className="flex flex-col gap-2">
          <h2 className="text-base font-semibold">
            <Link href={`/operator/tenants/${tenantId}/functions/${name}?range=${range}`} className="hover:underline">
              {name}
            </Link>
          </h2>
          <ErrorGroups groups={groups} />
        </section>
      ))}
      {kept && (
        <p className="text-xs text-muted">
          <KeptNote what="Invocations, and with them these errors," kept={kept} />
        </p>
      )}
    </div>
  );
}
