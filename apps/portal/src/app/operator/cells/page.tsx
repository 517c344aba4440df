import { CellList } from "@/components/operator/cells/cell-list";

export const metadata = { title: "Cells" };

export default function CellsPage() {
  return <CellList />;
}
