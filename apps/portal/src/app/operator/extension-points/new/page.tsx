import { CreateExtensionPoint } from "@/components/operator/extension-points/create-extension-point";

export const metadata = { title: "Create extension point" };

export default function CreateExtensionPointPage() {
  return <CreateExtensionPoint />;
}
