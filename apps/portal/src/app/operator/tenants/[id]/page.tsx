import { TenantDetail } from "@/components/operator/tenant-detail";

export const metadata = { title: "Tenant" };

export default async function TenantPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <TenantDetail key={id} id={id} />;
}
