"use client";
import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { copyText } from "@/client/copy-text";
import { Button } from "./button";

/** Copies `text`; `label` says what: "Copy client ID". */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    if (!(await copyText(text))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <Button variant="ghost" size="icon-sm" aria-label={copied ? "Copied" : label} title={label} onClick={copy}>
      {copied ? <Check aria-hidden className="size-3.5 text-green" /> : <Copy aria-hidden className="size-3.5" />}
    </Button>
  );
}
