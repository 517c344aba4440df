import { ordinalParamSchema } from "@annex/contract";
import { notFound } from "next/navigation";
import { TenantReleasePage } from "@/components/release-source/tenant-release-page";

export const metadata = { title: "Release" };

export default async function Page({ params }: { params: Promise<{ id: string; name: string; number: string }> }) {
  const { id, name, number } = await params;
  if (!ordinalParamSchema.safeParse(number).success) notFound();
  return <TenantReleasePage tenantId={id} name={decodeURIComponent(name)} number={Number(number)} />;
}
