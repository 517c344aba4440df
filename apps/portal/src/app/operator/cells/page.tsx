import { CellList } from "@/components/operator/cell-list";

export const metadata = { title: "Cells" };

export default function CellsPage() {
  return <CellList />;
}
