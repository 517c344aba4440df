import { TenantSettings } from "@/components/settings/tenant-settings";
import { sessionUser } from "@/server/session";

export const metadata = { title: "Settings" };

export default async function SettingsPage({ params }: { params: Promise<{ tenant: string }> }) {
  const { tenant } = await params;
  const user = await sessionUser();
  const role = user?.memberships.find(({ slug }) => slug === tenant)?.role;
  return <TenantSettings isOwner={role === "owner"} />;
}
