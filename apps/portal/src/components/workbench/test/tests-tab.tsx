"use client";
import { TestPanel } from "./test-panel";

export function TestsTab() {
  return (
    <div className="mx-auto w-full max-w-3xl p-4 md:p-6">
      <TestPanel />
    </div>
  );
}
