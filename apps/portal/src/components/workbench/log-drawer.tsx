"use client";
import { X } from "lucide-react";
import { useTenant } from "@/client/api-provider";
import { LogView } from "../logs/log-view";
import { Button } from "../ui/button";
import { SplitHandle, useSize } from "./split-handle";
import { useWorkbench } from "./workbench-context";

/** The live log lines of the deployed function, below the code. */
export function LogDrawer({ onClose }: { onClose: () => void }) {
  const { detail } = useWorkbench();
  const tenant = useTenant();
  const height = useSize("logs", 240, 120, 600);
  return (
    <>
      <SplitHandle label="Height of the logs" size={height} side="bottom" />
      <section
        aria-label="Logs"
        style={{ "--h": `${height.size}px` }}
        className="flex shrink-0 flex-col overflow-hidden border-t md:h-(--h) md:border-t-0"
      >
        <div className="flex h-9 shrink-0 items-center justify-between border-b bg-panel pr-1 pl-3">
          <h2 className="text-xs font-medium text-muted">Logs</h2>
          <Button variant="ghost" size="icon-sm" aria-label="Close the logs" title="Close (Ctrl+J)" onClick={onClose}>
            <X aria-hidden className="size-3.5" />
          </Button>
        </div>
        <div className="min-h-0 flex-1 overflow-hidden p-3 max-md:h-120">
          <LogView tenant={tenant} functionName={detail.name} inPanel />
        </div>
      </section>
    </>
  );
}
