"use client";
import { Download } from "lucide-react";
import { download } from "@/client/download";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { Dialog } from "../ui/dialog";
import { Notice } from "../ui/notice";

/** The one time that recovery codes are on screen. Nothing but its button closes it. */
export function RecoveryCodeList({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const text = codes.join("\n");
  return (
    <Dialog
      open
      onOpenChange={() => undefined}
      title="The authenticator app is on"
      footer={
        <>
          <Button onClick={() => download("annex-recovery-codes.txt", `${text}\n`, "text/plain;charset=utf-8")}>
            <Download aria-hidden className="size-4" />
            Save as file
          </Button>
          <Button variant="primary" onClick={onClose}>
            I have kept the codes
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Notice tone="warning" title="Keep these recovery codes">
          Each stands in for the app's code, once, when the phone is lost. They cannot be shown again.
        </Notice>
        <div className="relative rounded-md border bg-panel p-3 pr-10">
          <div className="absolute top-1 right-1">
            <CopyButton text={text} label="Copy recovery codes" />
          </div>
          <ul className="grid gap-1 font-mono text-sm sm:grid-cols-2">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </div>
      </div>
    </Dialog>
  );
}
