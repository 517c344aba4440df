import { InvocationList } from "@/components/invocations/invocation-list";

export const metadata = { title: "Invocations" };

export default function InvocationsPage() {
  return <InvocationList />;
}
