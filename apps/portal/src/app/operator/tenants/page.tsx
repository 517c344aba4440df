import { TenantList } from "@/components/operator/tenant-list";

export const metadata = { title: "Tenants" };

export default function TenantsPage() {
  return <TenantList />;
}
