import { BillPage } from "@/components/operator/bill/bill-page";

export const metadata = { title: "Estimate and bill" };

export default function OperatorBillPage() {
  return <BillPage />;
}
