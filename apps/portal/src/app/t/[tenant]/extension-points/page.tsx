import { ExtensionPointPage } from "@/components/extension-points/extension-point-page";

export const metadata = { title: "Extension points" };

export default function ExtensionPoints() {
  return <ExtensionPointPage />;
}
