import { LayerPage } from "@/components/layers/layer-page";

export const metadata = { title: "Layer" };

export default async function TenantLayerPage({ params }: { params: Promise<{ tenant: string; id: string }> }) {
  const { tenant, id } = await params;
  return <LayerPage owner={tenant} id={id} />;
}
