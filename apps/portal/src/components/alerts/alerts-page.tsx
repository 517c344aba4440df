"use client";
import { type AlertRule, alertEventSchema, alertRuleSchema } from "@annex/contract";
import { BellRing } from "lucide-react";
import { type ReactNode, useState } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { TableSkeleton } from "../ui/skeleton";
import { AlertDialog } from "./alert-dialog";
import { AlertHistory } from "./alert-history";
import type { AlertRoutes } from "./alert-routes";
import { AlertTable } from "./alert-table";

const rulesSchema = z.array(alertRuleSchema);
const eventsSchema = z.array(alertEventSchema);
const lookEveryMs = 5000;

interface AlertsPageProps {
  routes: AlertRoutes;
  scopes: Parameters<typeof AlertDialog>[0]["scopes"];
  webhooks: readonly string[];
  canChange?: boolean;
  /** Below what they told. */
  children?: ReactNode;
}

/** Rules that watch the rollups, how they stand, and what they told. */
export function AlertsPage({ routes, scopes, webhooks, canChange = true, children }: AlertsPageProps) {
  const [editing, setEditing] = useState<AlertRule | "new" | null>(null);
  const rules = useResource(routes.alerts(), rulesSchema, { refetchInterval: lookEveryMs });
  const events = useResource(routes.alertEvents(), eventsSchema, { refetchInterval: lookEveryMs });
  const failed = rules.error ?? events.error;
  const create = canChange ? (
    <Button variant="primary" onClick={() => setEditing("new")}>
      Create alert rule
    </Button>
  ) : null;
  return (
    <Page
      title="Alerts"
      description={
        scopes.field === "watchedTenantId"
          ? "Rules over the platform itself, its cells and its tenants' calls, looked at every few seconds; told by e-mail and signed webhook."
          : "Rules over error rate, latency, silence and spend, looked at every few seconds; told by e-mail and signed webhook."
      }
      actions={create}
    >
      {failed && !(rules.data && events.data) && (
        <ProblemNotice
          error={failed}
          title="The alerts could not be loaded"
          onRetry={() => void Promise.all([rules.refetch(), events.refetch()])}
        />
      )}
      {!rules.data && !failed && <TableSkeleton label="Loading alert rules" />}
      {rules.data?.length === 0 && (
        <EmptyState icon={<BellRing />} title="No alert rules yet" action={create}>
          A rule tells people when errors, latency or spend rise above what is usual, or when nothing comes any more.
        </EmptyState>
      )}
      {rules.data && rules.data.length > 0 && (
        <AlertTable rules={rules.data} routes={routes} onChange={canChange ? setEditing : null} />
      )}
      {events.data && events.data.length > 0 && (
        <>
          <h2 className="text-base font-semibold">What they told</h2>
          <AlertHistory events={events.data} />
        </>
      )}
      {children}
      {editing && (
        <AlertDialog
          routes={routes}
          rule={editing === "new" ? null : editing}
          scopes={scopes}
          webhooks={webhooks}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}
