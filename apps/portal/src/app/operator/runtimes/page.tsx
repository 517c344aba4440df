import { RuntimesPage } from "@/components/operator/runtimes/runtimes-page";

export const metadata = { title: "Runtimes" };

export default function OperatorRuntimesPage() {
  return <RuntimesPage />;
}
