import { portalRoutes } from "@annex/contract";

/** The same operations of a tenant's rules and of the operators'. */
export interface AlertRoutes {
  readonly alerts: () => string;
  readonly alert: (id: string) => string;
  readonly muteAlert: (id: string) => string;
  readonly testAlert: (id: string) => string;
  readonly alertEvents: () => string;
}

export const tenantAlertRoutes: AlertRoutes = portalRoutes;
export const operatorAlertRoutes: AlertRoutes = portalRoutes.operator;
