import { LogsPage } from "@/components/logs/logs-page";

export const metadata = { title: "Logs" };

export default function Logs() {
  return <LogsPage />;
}
