"use client";
import { useTenant } from "@/client/api-provider";
import { Page } from "../ui/page";
import { LogTable } from "./log-table";

/** What the tenant's functions wrote. */
export function LogsPage() {
  return (
    <Page
      title="Logs"
      description="What your functions wrote, newest first. Paste a correlation ID to follow one call."
    >
      <LogTable tenant={useTenant()} />
    </Page>
  );
}
