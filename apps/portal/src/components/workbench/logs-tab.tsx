"use client";
import { useTenant } from "@/client/api-provider";
import { LogView } from "../logs/log-view";
import { CallFunction } from "./call-function";
import { useWorkbench } from "./workbench-context";

export function LogsTab() {
  const { detail } = useWorkbench();
  return (
    <div className="p-4">
      <LogView tenant={useTenant()} functionName={detail.name} howToCall={detail.liveRelease && <CallFunction />} />
    </div>
  );
}
