import { AuditTrail } from "@/components/operator/audit-trail";

export const metadata = { title: "Audit" };

export default function AuditPage() {
  return <AuditTrail />;
}
