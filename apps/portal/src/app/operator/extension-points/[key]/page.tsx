import { EditExtensionPoint } from "@/components/operator/extension-points/edit-extension-point";

export const metadata = { title: "Extension point" };

export default async function ExtensionPointPage({ params }: { params: Promise<{ key: string }> }) {
  const { key } = await params;
  const pointKey = decodeURIComponent(key);
  return <EditExtensionPoint key={pointKey} pointKey={pointKey} />;
}
