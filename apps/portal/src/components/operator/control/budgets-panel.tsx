"use client";
import { type Budget, budgetSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Wallet } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource } from "@/client/api-provider";
import { formatShare, formatUsd } from "@/format/units";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Meter } from "../../ui/meter";
import { TableSkeleton } from "../../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";
import { BudgetDialog } from "./budget-dialog";
import { BudgetState } from "./budget-state";
import { ReasonDialog } from "./reason-dialog";

const budgetsSchema = z.array(budgetSchema);
const routes = portalRoutes.operator;

interface BudgetsPanelProps {
  /** Of one tenant, whose budgets can be made here; of all where it is left out. */
  tenantId?: string;
  functions?: readonly string[];
}

function Spent({ budget }: { budget: Budget }) {
  const share = budget.spentUsd / budget.amountUsd;
  return (
    <span className="flex items-center gap-3">
      <Meter
        label="Spent"
        value={budget.spentUsd}
        max={budget.amountUsd}
        high={(budget.amountUsd * budget.warnPercent) / 100}
        className="w-24"
      />
      <span className="tabular-nums" title={`USD ${budget.spentUsd.toFixed(9)}`}>
        {formatUsd(budget.spentUsd)}
      </span>
      <span className="text-xs text-muted tabular-nums">{formatShare(share)}</span>
    </span>
  );
}

/** `80 / 100 / 120 %`: where it warns, throttles and pauses. */
function Thresholds({ budget }: { budget: Budget }) {
  const { warnPercent, throttlePercent, pausePercent } = budget;
  const names = ["warns", "throttles", "pauses"];
  const values = [warnPercent, throttlePercent, pausePercent];
  const exact = values.map((value, index) => `${names[index]} ${value === null ? "never" : `at ${value} %`}`);
  return <span title={exact.join(", ")}>{values.map((value) => value ?? "–").join(" / ")} %</span>;
}

/** Budgets with what is spent of them, and how they act. */
export function BudgetsPanel({ tenantId, functions = [] }: BudgetsPanelProps) {
  const api = useApi();
  const client = useQueryClient();
  const [editing, setEditing] = useState<Budget | "new" | null>(null);
  const [lifting, setLifting] = useState<Budget | null>(null);
  const budgets = useResource(routes.budgets(), budgetsSchema, { query: { tenant: tenantId }, refetchInterval: 3000 });
  const restore = useMutation({
    mutationFn: (budget: Budget) => api.send("PUT", routes.tenantBudget(budget.tenantId), budgetSchema, budget),
    onSuccess: () => client.invalidateQueries(),
    onError: (error) => toast.error("The budget was not restored", { description: error.message }),
  });
  const change = useMutation({
    mutationFn: async ({ budget: { id }, what }: { budget: Budget; what: "delete" | "endLift" }) => {
      if (what === "delete") await api.send("DELETE", routes.budget(id), z.undefined());
      else await api.send("DELETE", routes.budgetLift(id), budgetSchema);
    },
    onSuccess: async (_, { budget, what }) => {
      await client.invalidateQueries();
      if (what === "delete")
        toast("The budget is deleted", { action: { label: "Undo", onClick: () => restore.mutate(budget) } });
      else toast("The budget acts again");
    },
  });
  const create = tenantId && (
    <Button size="sm" variant="primary" onClick={() => setEditing("new")}>
      New budget
    </Button>
  );
  if (budgets.error && !budgets.data)
    return (
      <ProblemNotice
        error={budgets.error}
        title="The budgets could not be loaded"
        onRetry={() => void budgets.refetch()}
      />
    );
  if (!budgets.data) return <TableSkeleton label="Loading budgets" />;
  return (
    <section aria-label="Budgets" className="flex flex-col gap-3">
      {change.error && <ProblemNotice error={change.error} title="That was not done" />}
      {budgets.data.length === 0 ? (
        <EmptyState
          icon={<Wallet />}
          title="No budgets yet"
          action={
            create ?? (
              <Button asChild>
                <Link href="/operator/tenants">Choose a tenant</Link>
              </Button>
            )
          }
        >
          A budget warns, throttles and then pauses a tenant or a function that costs more than was agreed. It is made
          on the tenant's page.
        </EmptyState>
      ) : (
        <>
          {create && <div className="flex justify-end">{create}</div>}
          <Table label="Budgets">
            <THead>
              <tr>
                <TH>State</TH>
                {!tenantId && <TH>Tenant</TH>}
                <TH>Of</TH>
                <TH end>Amount</TH>
                <TH>Spent</TH>
                <TH>Acts at</TH>
                <TH>Since</TH>
                <TH>
                  <span className="sr-only">Actions</span>
                </TH>
              </tr>
            </THead>
            <tbody>
              {budgets.data.map((budget) => (
                <TR key={budget.id}>
                  <TD>
                    <BudgetState budget={budget} />
                  </TD>
                  {!tenantId && (
                    <TD>
                      <Link
                        href={`/operator/tenants/${budget.tenantId}?tab=budgets`}
                        className="font-medium hover:underline"
                      >
                        {budget.tenant}
                      </Link>
                    </TD>
                  )}
                  <TD>{budget.functionName ?? "the whole tenant"}</TD>
                  <TD end>
                    {formatUsd(budget.amountUsd)} a {budget.period}
                  </TD>
                  <TD>
                    <Spent budget={budget} />
                  </TD>
                  <TD className="text-muted">
                    <Thresholds budget={budget} />
                  </TD>
                  <TD className="text-muted">
                    {budget.lifted ? (
                      <span title={`${budget.lifted.by}: ${budget.lifted.reason}`}>
                        lifted until <Time at={budget.lifted.until} />
                      </span>
                    ) : (
                      <Time at={budget.stateSince} />
                    )}
                  </TD>
                  <TD>
                    <div className="flex justify-end gap-1">
                      {budget.lifted ? (
                        <Button size="sm" onClick={() => change.mutate({ budget, what: "endLift" })}>
                          End lift
                        </Button>
                      ) : (
                        (budget.state === "throttle" || budget.state === "pause") && (
                          <Button size="sm" onClick={() => setLifting(budget)}>
                            Lift
                          </Button>
                        )
                      )}
                      {tenantId && (
                        <>
                          <Button size="sm" onClick={() => setEditing(budget)}>
                            Change
                          </Button>
                          <Button size="sm" variant="danger" onClick={() => change.mutate({ budget, what: "delete" })}>
                            Delete
                          </Button>
                        </>
                      )}
                    </div>
                  </TD>
                </TR>
              ))}
            </tbody>
          </Table>
        </>
      )}
      {tenantId && editing && (
        <BudgetDialog
          tenantId={tenantId}
          functions={functions}
          budget={editing === "new" ? null : editing}
          onClose={() => setEditing(null)}
        />
      )}
      {lifting && (
        <ReasonDialog
          title={`Lift the budget of ${lifting.tenant}`}
          description="Calls go through again for 24 hours, or until the period ends. What is spent counts on."
          action="Lift budget"
          done="Calls go through again"
          act={(reason) => api.send("POST", routes.budgetLift(lifting.id), budgetSchema, { reason })}
          onClose={() => setLifting(null)}
        />
      )}
    </section>
  );
}
