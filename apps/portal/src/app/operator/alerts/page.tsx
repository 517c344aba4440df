import { OperatorAlerts } from "@/components/alerts/operator-alerts";

export const metadata = { title: "Alerts" };

export default function OperatorAlertsPage() {
  return <OperatorAlerts />;
}
