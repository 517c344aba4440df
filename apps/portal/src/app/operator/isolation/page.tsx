import { SelfTestPage } from "@/components/operator/self-test/self-test-page";

export const metadata = { title: "Isolation" };

export default function IsolationPage() {
  return <SelfTestPage />;
}
