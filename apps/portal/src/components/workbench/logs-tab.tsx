"use client";
import { useTenant } from "@/client/api-provider";
import { LogTable } from "../logs/log-table";
import { useWorkbench } from "./workbench-context";

export function LogsTab() {
  const { detail } = useWorkbench();
  return (
    <div className="p-4">
      <LogTable tenant={useTenant()} functionName={detail.name} />
    </div>
  );
}
