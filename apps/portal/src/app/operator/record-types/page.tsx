import { RecordTypeList } from "@/components/operator/record-types/record-type-list";

export const metadata = { title: "Record types" };

export default function RecordTypesPage() {
  return <RecordTypeList />;
}
