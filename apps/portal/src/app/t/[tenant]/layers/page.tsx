import { LayerList } from "@/components/layers/layer-list";

export const metadata = { title: "Layers" };

export default async function LayersPage({ params }: { params: Promise<{ tenant: string }> }) {
  return <LayerList owner={(await params).tenant} />;
}
