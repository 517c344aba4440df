"use client";
import type { DeploymentFailure } from "@annex/contract";
import { Notice } from "../../ui/notice";
import { DiagnosticList } from "../diagnostic-list";

/** Why a deployment failed and what to do; what served before goes on serving. */
export function FailureNotice({ failure, onJump }: { failure: DeploymentFailure; onJump?: () => void }) {
  return (
    <Notice tone="error" title={failure.message}>
      <p>{failure.hint}</p>
      {failure.diagnostics.length > 0 && (
        <div className="mt-2 text-fg">
          <DiagnosticList diagnostics={failure.diagnostics} {...(onJump ? { onJump } : {})} />
        </div>
      )}
      <p className="mt-2 font-mono text-xs">
        {failure.step}: {failure.code}
      </p>
    </Notice>
  );
}
