"use client";
import type { FunctionSummary } from "@annex/contract";
import { MoreHorizontal, Play, Rocket } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useTenant } from "@/client/api-provider";
import { codeUrl } from "@/client/code-url";
import { copyText } from "@/client/copy-text";
import { downloadFrom } from "@/client/download";
import { useMayChange } from "@/client/may-change";
import { FunctionState } from "../functions/function-state";
import { useCommands } from "../shell/commands";
import { Button } from "../ui/button";
import { Menu, MenuItem, MenuSeparator } from "../ui/dropdown-menu";
import { Keys } from "../ui/kbd";
import { Time } from "../ui/time";
import { ConflictDialog } from "./conflict/conflict-dialog";
import { CopyFunction } from "./copy-function";
import { isUnderway } from "./deploy/use-deployment";
import { SaveIndicator } from "./save-state";
import { useWorkbench, type Workbench } from "./workbench-context";

function stateOf({ liveRelease, latestDeployment }: Workbench["detail"]): FunctionSummary["state"] {
  if (latestDeployment && isUnderway(latestDeployment)) return "deploying";
  if (liveRelease) return "active";
  return latestDeployment?.state === "failed" ? "failed" : "draft";
}

async function copy(text: string, what: string) {
  if (await copyText(text)) toast(`Copied the ${what}`);
}

export function FunctionHeader({ onTest, onDeploy }: { onTest: () => void; onDeploy: () => void }) {
  const { detail, test, setTab } = useWorkbench();
  const tenant = useTenant();
  const mayChange = useMayChange();
  const [copying, setCopying] = useState(false);
  const { name, liveRelease, extensionPoint, lambdaName } = detail;
  const copyIt = { id: "copy", label: `Make a copy of ${name}`, group: "Function", words: "duplicate clone" };
  useCommands(mayChange ? [{ ...copyIt, run: () => setCopying(true) }] : []);
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3 pb-1">
      <div className="flex min-w-0 flex-1 basis-full flex-wrap items-center gap-x-3 gap-y-1 sm:basis-0">
        <h1 className="truncate text-lg font-semibold">{name}</h1>
        <FunctionState state={stateOf(detail)} />
        <span className="text-xs text-muted">
          {liveRelease ? (
            <>
              Release {liveRelease.number}, <Time at={liveRelease.createdAt} />
            </>
          ) : (
            "Not deployed"
          )}
          {extensionPoint && (
            <span className="hidden sm:inline">
              {" "}
              · <span className="font-mono">{extensionPoint.key}</span>
            </span>
          )}
        </span>
        <SaveIndicator />
        <ConflictDialog />
      </div>
      <div className="flex items-center gap-2">
        <Button changes busy={test.running} onClick={onTest}>
          {!test.running && <Play aria-hidden className="size-3.5" />}
          Test
          <span className="hidden lg:inline">
            <Keys keys="mod+enter" />
          </span>
        </Button>
        <Button changes variant="primary" onClick={onDeploy}>
          <Rocket aria-hidden className="size-3.5" />
          Deploy
          <span className="hidden lg:inline">
            <Keys keys="mod+shift+enter" />
          </span>
        </Button>
        <Menu
          align="end"
          trigger={
            <Button variant="ghost" size="icon" aria-label="More">
              <MoreHorizontal aria-hidden className="size-4" />
            </Button>
          }
        >
          <MenuItem onSelect={() => setTab("releases")}>Roll back</MenuItem>
          <MenuItem onSelect={() => setTab("settings")}>Upload a zip</MenuItem>
          <MenuItem onSelect={() => downloadFrom(codeUrl({ tenant, functionName: name }))}>Download the code</MenuItem>
          <MenuItem disabled={!mayChange} onSelect={() => setCopying(true)}>
            Make a copy…
          </MenuItem>
          <MenuSeparator />
          <MenuItem onSelect={() => void copy(name, "name")}>Copy name</MenuItem>
          <MenuItem onSelect={() => void copy(lambdaName, "Lambda function name")}>Copy Lambda function name</MenuItem>
          <MenuSeparator />
          <MenuItem danger onSelect={() => setTab("settings")}>
            Delete function
          </MenuItem>
        </Menu>
        {copying && <CopyFunction onClose={() => setCopying(false)} />}
      </div>
    </header>
  );
}
