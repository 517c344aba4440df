import { TenantAlerts } from "@/components/alerts/tenant-alerts";

export const metadata = { title: "Alerts" };

export default function TenantAlertsPage() {
  return <TenantAlerts />;
}
