"use client";
import { portalRoutes, webhookSchema } from "@annex/contract";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { useMayChange } from "@/client/may-change";
import { tenantAlertRoutes } from "./alert-routes";
import { AlertsPage } from "./alerts-page";

const webhooksSchema = z.array(webhookSchema);

/** The alert rules of a tenant, over its own functions. */
export function TenantAlerts() {
  const webhooks = useResource(portalRoutes.webhooks(), webhooksSchema);
  return (
    <AlertsPage
      canChange={useMayChange()}
      routes={tenantAlertRoutes}
      scopes={{ label: "Function", all: "All functions", field: "functionName" }}
      webhooks={(webhooks.data ?? []).map(({ name }) => name)}
    />
  );
}
