import { CreateRecordType } from "@/components/operator/record-types/create-record-type";

export const metadata = { title: "Create record type" };

export default function CreateRecordTypePage() {
  return <CreateRecordType />;
}
