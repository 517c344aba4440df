"use client";
import Link from "next/link";
import { ApiError, isMissing } from "@/client/api-error";
import { ProblemNotice } from "./problem-notice";
import { Button } from "./ui/button";
import { EmptyState } from "./ui/empty-state";

/** What was asked for is in the address alone: where that is no ID or number at all, nothing is there either. */
function isRefusedAddress(error: Error): boolean {
  return error instanceof ApiError && error.problem?.code === "invalid_request";
}

interface LoadFailureProps {
  error: Error;
  /** What the page is about: `function`. */
  what: string;
  /** Where there are others. */
  all: { readonly href: string; readonly label: string };
  onRetry: () => void;
}

/** In the place of a page's one thing: a way to the others where it is not there, else what went wrong. */
export function LoadFailure({ error, what, all, onRetry }: LoadFailureProps) {
  if (!isMissing(error) && !isRefusedAddress(error))
    return <ProblemNotice error={error} title={`The ${what} could not be loaded`} onRetry={onRetry} />;
  return (
    <EmptyState
      title={`There is no such ${what}`}
      action={
        <Button asChild>
          <Link href={all.href}>{all.label}</Link>
        </Button>
      }
    >
      It may have been removed, or the address has a mistake.
    </EmptyState>
  );
}
