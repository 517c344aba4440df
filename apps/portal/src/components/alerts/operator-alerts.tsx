"use client";
import { operatorAlertRoutes } from "./alert-routes";
import { AlertsPage } from "./alerts-page";

/** The operators' alert rules, over the platform or one tenant. */
export function OperatorAlerts() {
  return (
    <AlertsPage
      routes={operatorAlertRoutes}
      scopes={{ label: "Tenant", all: "The whole platform", field: "watchedTenantId" }}
      webhooks={[]}
    />
  );
}
