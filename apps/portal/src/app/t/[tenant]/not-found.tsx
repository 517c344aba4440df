"use client";
import { useTenant } from "@/client/api-provider";
import { NothingHere } from "@/components/shell/nothing-here";

export default function NotFound() {
  return <NothingHere home={{ href: `/t/${useTenant()}/functions`, label: "All functions" }} />;
}
