"use client";
import { useTenant } from "@/client/api-provider";
import { Page } from "../ui/page";
import { LogView } from "./log-view";

/** What the tenant's functions wrote. */
export function LogsPage() {
  return (
    <Page
      title="Logs"
      description="What your functions and the platform wrote, newest first. Paste a correlation ID to follow one call."
      wide
    >
      <LogView tenant={useTenant()} />
    </Page>
  );
}
