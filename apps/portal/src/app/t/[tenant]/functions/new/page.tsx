import { CreateFunction } from "@/components/functions/create-function";

export const metadata = { title: "Create function" };

export default function CreateFunctionPage() {
  return <CreateFunction />;
}
