import { CostPage } from "@/components/operator/cost-page";

export const metadata = { title: "Cost" };

export default function OperatorCostPage() {
  return <CostPage />;
}
