"use client";
import { type AlertRule, alertEventSchema, alertRuleSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { MoreHorizontal } from "lucide-react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { Menu, MenuItem, MenuSeparator } from "../ui/dropdown-menu";
import { Table, TD, TH, THead, TR } from "../ui/table";
import { Time } from "../ui/time";
import type { AlertRoutes } from "./alert-routes";
import { AlertState } from "./alert-state";
import { conditionOf, formatMetric, metricNames } from "./alert-words";

interface AlertTableProps {
  rules: readonly AlertRule[];
  routes: AlertRoutes;
  /** For people who may change rules. */
  onChange: ((rule: AlertRule) => void) | null;
}

type Act = "test" | "mute" | "unmute" | "delete";
const hourMinutes = 60;

function useActs(routes: AlertRoutes) {
  const api = useApi();
  const client = useQueryClient();
  const restore = useMutation({
    mutationFn: (rule: AlertRule) =>
      api.send("POST", routes.alerts(), alertRuleSchema, { ...rule, watchedTenantId: rule.watched?.id ?? null }),
    onSuccess: () => client.invalidateQueries(),
    onError: (error) => toast.error("The rule was not restored", { description: error.message }),
  });
  return useMutation({
    mutationFn: async ({ rule, act }: { rule: AlertRule; act: Act }) => {
      if (act === "delete") await api.send("DELETE", routes.alert(rule.id), z.undefined());
      else if (act === "test") await api.send("POST", routes.testAlert(rule.id), alertEventSchema, {});
      else
        await api.send("POST", routes.muteAlert(rule.id), alertRuleSchema, {
          minutes: act === "mute" ? hourMinutes : 0,
        });
    },
    onSuccess: async (_, { rule, act }) => {
      await client.invalidateQueries();
      const words = {
        test: `A test of ${rule.name} is on its way`,
        mute: `${rule.name} tells nobody for an hour`,
        unmute: `${rule.name} tells again`,
        delete: `${rule.name} is deleted`,
      };
      const undo = { action: { label: "Undo", onClick: () => restore.mutate(rule) } };
      toast(words[act], act === "delete" ? undo : {});
    },
  });
}

/** Rules with how they stand; those that fire first. */
export function AlertTable({ rules, routes, onChange }: AlertTableProps) {
  const acts = useActs(routes);
  return (
    <>
      {acts.error && <ProblemNotice error={acts.error} title="That was not done" />}
      <Table label="Alert rules">
        <THead>
          <tr>
            <TH>State</TH>
            <TH>Rule</TH>
            <TH end>Now</TH>
            <TH>Fires</TH>
            <TH>Watches</TH>
            <TH>Tells</TH>
            <TH>Since</TH>
            {onChange && (
              <TH>
                <span className="sr-only">Actions</span>
              </TH>
            )}
          </tr>
        </THead>
        <tbody>
          {rules.map((rule) => (
            <TR key={rule.id}>
              <TD>
                <AlertState rule={rule} />
              </TD>
              <TD className="font-medium">{rule.name}</TD>
              <TD end>{formatMetric(rule.metric, rule.value)}</TD>
              <TD>
                {metricNames[rule.metric]} {conditionOf(rule)}
              </TD>
              <TD>{[rule.functionName, rule.watched?.name].filter(Boolean).join(" of ") || "the platform"}</TD>
              <TD className="text-muted">
                {[...rule.emails, ...(rule.webhook ? [`webhook ${rule.webhook}`] : [])].join(", ") || "nobody"}
              </TD>
              <TD className="text-muted">
                <Time at={rule.stateSince} />
              </TD>
              {onChange && (
                <TD>
                  <Menu
                    align="end"
                    trigger={
                      <Button variant="ghost" size="icon-sm" aria-label={`Actions of ${rule.name}`}>
                        <MoreHorizontal aria-hidden className="size-4" />
                      </Button>
                    }
                  >
                    <MenuItem onSelect={() => onChange(rule)}>Change…</MenuItem>
                    <MenuItem onSelect={() => acts.mutate({ rule, act: "test" })}>Send a test</MenuItem>
                    {rule.mutedUntil ? (
                      <MenuItem onSelect={() => acts.mutate({ rule, act: "unmute" })}>Unmute</MenuItem>
                    ) : (
                      <MenuItem onSelect={() => acts.mutate({ rule, act: "mute" })}>Mute for an hour</MenuItem>
                    )}
                    <MenuSeparator />
                    <MenuItem danger onSelect={() => acts.mutate({ rule, act: "delete" })}>
                      Delete
                    </MenuItem>
                  </Menu>
                </TD>
              )}
            </TR>
          ))}
        </tbody>
      </Table>
    </>
  );
}
