import { EditRecordType } from "@/components/operator/record-types/edit-record-type";

export const metadata = { title: "Record type" };

export default async function RecordTypePage({ params }: { params: Promise<{ key: string }> }) {
  const { key } = await params;
  return <EditRecordType key={key} typeKey={key} />;
}
