import { RecordPage } from "@/components/records/record-page";

export const metadata = { title: "Records" };

export default function RecordsPage() {
  return <RecordPage />;
}
