import { FunctionList } from "@/components/functions/function-list";

export const metadata = { title: "Functions" };

export default function FunctionsPage() {
  return <FunctionList />;
}
