import { LayerPage } from "@/components/layers/layer-page";

export const metadata = { title: "Layer" };

export default async function VendorLayerPage({ params }: { params: Promise<{ id: string }> }) {
  return <LayerPage owner={null} id={(await params).id} />;
}
