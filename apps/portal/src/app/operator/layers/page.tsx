import { LayerList } from "@/components/layers/layer-list";

export const metadata = { title: "Layers" };

export default function VendorLayersPage() {
  return <LayerList owner={null} />;
}
