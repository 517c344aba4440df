"use client";
import { ApiError } from "@/client/api-error";
import { Button } from "./ui/button";
import { CopyButton } from "./ui/copy-button";
import { Notice } from "./ui/notice";

/** An error that stays: what happened, a way to try again, and the ID to give to support. */
export function ProblemNotice({ error, title, onRetry }: { error: Error; title?: string; onRetry?: () => void }) {
  const id = error instanceof ApiError ? error.problem?.correlationId : undefined;
  return (
    <Notice
      tone="error"
      title={title ?? "That did not work"}
      action={
        onRetry && (
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      <p>{error instanceof ApiError ? error.message : "The portal's answer could not be read. Reload the page."}</p>
      {id && (
        <p className="flex items-center gap-1 font-mono text-xs">
          {id}
          <CopyButton text={id} label="Copy correlation ID" />
        </p>
      )}
    </Notice>
  );
}
