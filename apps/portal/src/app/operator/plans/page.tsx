import { PlanList } from "@/components/operator/plans/plan-list";

export const metadata = { title: "Plans" };

export default function PlansPage() {
  return <PlanList />;
}
