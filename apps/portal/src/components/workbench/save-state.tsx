"use client";
import { Check, CircleDashed, CloudOff, Pencil, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Spinner } from "../ui/spinner";
import type { DraftSnapshot } from "./draft-store";
import { useWorkbench } from "./workbench-context";

const notKept = "This browser keeps no copy: copy your code before you leave.";

function look(
  { save, problem, kept }: DraftSnapshot,
  deployed: boolean,
): { icon: ReactNode; text: string; title?: string } {
  const icon = "size-3.5";
  switch (save) {
    case "unsaved":
      return { icon: <Pencil aria-hidden className={icon} />, text: "Unsaved" };
    case "saving":
      return { icon: <Spinner />, text: "Saving" };
    case "offline":
      return {
        icon: <CloudOff aria-hidden className={`${icon} text-amber`} />,
        text: "Not saved: no connection",
        title: kept ? "Your edits wait in this browser and are saved when it is back." : notKept,
      };
    case "signed_out":
      return {
        icon: <CloudOff aria-hidden className={`${icon} text-amber`} />,
        text: "Not saved: signed out",
        title: kept ? "Sign in in another tab; your edits wait in this browser." : notKept,
      };
    case "refused":
      return {
        icon: <TriangleAlert aria-hidden className={`${icon} text-red`} />,
        text: "Not saved",
        title: problem ?? "",
      };
    case "conflict":
      return { icon: <TriangleAlert aria-hidden className={`${icon} text-amber`} />, text: "Conflict" };
    case "saved":
      return deployed
        ? { icon: <Check aria-hidden className={`${icon} text-green`} />, text: "Saved" }
        : { icon: <CircleDashed aria-hidden className={`${icon} text-amber`} />, text: "Saved, not deployed" };
  }
}

/** Unsaved, saving, saved, and saved but not deployed, told apart by word and sign. */
export function SaveIndicator() {
  const { draft, detail } = useWorkbench();
  const deployed = detail.liveRelease !== null && detail.liveRelease.createdAt >= draft.updatedAt;
  const { icon, text, title } = look(draft, deployed);
  return (
    <span
      role="status"
      title={title}
      className="flex min-w-0 items-center gap-1.5 text-xs whitespace-nowrap text-muted"
    >
      {icon}
      <span className="truncate">{text}</span>
      {title && <span className="hidden max-w-96 whitespace-normal text-red lg:inline">{title}</span>}
    </span>
  );
}
