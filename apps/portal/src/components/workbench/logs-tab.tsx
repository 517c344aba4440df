"use client";
export function LogsTab() {
  return <p className="p-6 text-sm text-muted">No logs yet.</p>;
}
