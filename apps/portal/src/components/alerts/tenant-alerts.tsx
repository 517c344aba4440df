"use client";
import { functionSummarySchema, portalRoutes, webhookSchema } from "@annex/contract";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { tenantAlertRoutes } from "./alert-routes";
import { AlertsPage } from "./alerts-page";

const functionsSchema = z.array(functionSummarySchema);
const webhooksSchema = z.array(webhookSchema);

/** The alert rules of a tenant, over its own functions. */
export function TenantAlerts() {
  const functions = useResource(portalRoutes.functions(), functionsSchema);
  const webhooks = useResource(portalRoutes.webhooks(), webhooksSchema);
  const choices = (functions.data ?? []).map(({ name }) => ({ value: name, label: name }));
  return (
    <AlertsPage
      routes={tenantAlertRoutes}
      scopes={{ label: "Function", all: "All functions", field: "functionName", choices }}
      webhooks={(webhooks.data ?? []).map(({ name }) => name)}
    />
  );
}
