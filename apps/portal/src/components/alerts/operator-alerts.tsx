"use client";
import { portalRoutes, webhookSchema } from "@annex/contract";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { Webhooks } from "../async/webhooks/webhooks";
import { operatorAlertRoutes } from "./alert-routes";
import { AlertsPage } from "./alerts-page";

const webhooksSchema = z.array(webhookSchema);

/** The operators' alert rules, over the platform or one tenant, and the webhooks that they tell. */
export function OperatorAlerts() {
  const webhooks = useResource(portalRoutes.operator.webhooks(), webhooksSchema);
  return (
    <AlertsPage
      routes={operatorAlertRoutes}
      scopes={{ label: "Tenant", all: "The whole platform", field: "watchedTenantId" }}
      webhooks={(webhooks.data ?? []).map(({ name }) => name)}
    >
      <section aria-label="Webhooks" className="flex flex-col gap-2">
        <h2 className="text-base font-semibold">Webhooks</h2>
        <Webhooks owner="operators" />
      </section>
    </AlertsPage>
  );
}
