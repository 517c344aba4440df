"use client";
import { portalRoutes, tenantPageSchema } from "@annex/contract";
import { useResource } from "@/client/api-provider";
import { operatorAlertRoutes } from "./alert-routes";
import { AlertsPage } from "./alerts-page";

/** The operators' alert rules, over the platform or one tenant. */
export function OperatorAlerts() {
  const tenants = useResource(portalRoutes.operator.tenants(), tenantPageSchema, { query: { limit: 500 } });
  const choices = (tenants.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <AlertsPage
      routes={operatorAlertRoutes}
      scopes={{ label: "Tenant", all: "The whole platform", field: "watchedTenantId", choices }}
      webhooks={[]}
    />
  );
}
