import { TenantFunctionPage } from "@/components/operator/tenant-function-page";

export const metadata = { title: "Function" };

export default async function FunctionOfTenantPage({ params }: { params: Promise<{ id: string; name: string }> }) {
  const { id, name } = await params;
  return <TenantFunctionPage key={`${id} ${name}`} id={id} name={decodeURIComponent(name)} />;
}
