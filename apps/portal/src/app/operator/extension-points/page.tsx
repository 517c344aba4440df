import { ExtensionPointList } from "@/components/operator/extension-points/extension-point-list";

export const metadata = { title: "Extension points" };

export default function ExtensionPointsPage() {
  return <ExtensionPointList />;
}
