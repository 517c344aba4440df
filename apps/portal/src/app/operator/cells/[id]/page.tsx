import { CellComparisonPage } from "@/components/operator/cells/comparison/cell-comparison-page";

export const metadata = { title: "CloudWatch beside the ledger" };

export default async function CellPage({ params }: { params: Promise<{ id: string }> }) {
  return <CellComparisonPage id={(await params).id} />;
}
