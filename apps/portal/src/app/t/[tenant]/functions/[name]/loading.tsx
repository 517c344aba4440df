import { FunctionSkeleton } from "@/components/workbench/function-skeleton";

export default function LoadingFunction() {
  return (
    <div className="p-4">
      <FunctionSkeleton />
    </div>
  );
}
