import { PlanPage } from "@/components/operator/plans/plan-page";

export const metadata = { title: "Plan" };

export default async function OperatorPlanPage({ params }: { params: Promise<{ key: string }> }) {
  const { key } = await params;
  const planKey = decodeURIComponent(key);
  return <PlanPage key={planKey} planKey={planKey} />;
}
