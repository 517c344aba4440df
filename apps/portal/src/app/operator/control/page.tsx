import { ControlPage } from "@/components/operator/control/control-page";

export const metadata = { title: "Control" };

export default function OperatorControlPage() {
  return <ControlPage />;
}
