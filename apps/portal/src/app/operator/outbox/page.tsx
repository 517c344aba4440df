import { Outbox } from "@/components/operator/outbox/outbox";

export const metadata = { title: "Outbox" };

export default function OutboxPage() {
  return <Outbox />;
}
