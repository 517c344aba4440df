"use client";
import { useTenant } from "@/client/api-provider";
import { FunctionMetrics } from "../charts/function-metrics";
import { CallFunction } from "./call-function";
import { useWorkbench } from "./workbench-context";

export function MetricsTab() {
  const tenant = useTenant();
  const { detail } = useWorkbench();
  return (
    <div className="w-full max-w-7xl p-4 md:p-6">
      <FunctionMetrics tenant={tenant} functionName={detail.name} howToCall={detail.liveRelease && <CallFunction />} />
    </div>
  );
}
