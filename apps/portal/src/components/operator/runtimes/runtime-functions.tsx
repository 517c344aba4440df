"use client";
import { portalRoutes, type RuntimeUse, runtimeFunctionPageSchema } from "@annex/contract";
import Link from "next/link";
import { useResource } from "@/client/api-provider";
import { formatCount } from "@/format/units";
import { ProblemNotice } from "../../problem-notice";
import { Badge } from "../../ui/badge";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { Time } from "../../ui/time";

/** The functions whose live release has a runtime, beside the page. */
export function RuntimeFunctions({ runtime, onClose }: { runtime: RuntimeUse; onClose: () => void }) {
  const path = portalRoutes.operator.runtimeFunctions(runtime.runtime);
  const functions = useResource(path, runtimeFunctionPageSchema, { query: { limit: 500 } });
  const { data, error } = functions;
  const total = data?.total ?? 0;
  return (
    <Sheet
      open
      onOpenChange={(open) => open || onClose()}
      title={`Functions on ${runtime.label}`}
      description={
        data &&
        (total > data.items.length
          ? `The ${data.items.length} most called of ${formatCount(total)}.`
          : `${formatCount(total)}, the most called first.`)
      }
    >
      {error && !data && <ProblemNotice error={error} title="The functions could not be loaded" />}
      {functions.isPending && <Skeleton className="h-40" />}
      {data && (
        <ul aria-label={`Functions on ${runtime.label}`} className="rounded-md border">
          {data.items.map((item) => (
            <li key={item.functionId} className="border-b px-3 py-2 text-sm last:border-b-0">
              <div className="flex items-center gap-2">
                <Link
                  href={`/operator/tenants/${item.tenant.id}/functions/${item.functionName}`}
                  className="min-w-0 flex-1 truncate hover:underline"
                >
                  <span className="text-muted">{item.tenant.name} / </span>
                  {item.functionName}
                </Link>
                {item.keepsRuntime && <Badge tone="amber">Kept by its tenant</Badge>}
              </div>
              <p className="mt-0.5 text-xs text-muted">
                Release {item.releaseNumber}, <Time at={item.deployedAt} /> · {formatCount(item.invocations30d)}{" "}
                invocations in 30 days · {item.testEvents === 0 ? "no test events" : `${item.testEvents} test events`}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}
