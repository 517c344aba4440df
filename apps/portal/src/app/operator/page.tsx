import { PlatformOverview } from "@/components/operator/platform-overview";

export const metadata = { title: "Overview" };

export default function OverviewPage() {
  return <PlatformOverview />;
}
