"use client";
import { fieldError } from "@/client/api-error";
import { ProblemNotice } from "./problem-notice";

interface RefusalNoticeProps {
  error: Error | null;
  /** Names of the fields on screen: what is told at one of these is not told above them as well. */
  at: readonly string[];
  title?: string;
}

/** Why a form was refused, where that is no field's fault. */
export function RefusalNotice({ error, at, ...words }: RefusalNoticeProps) {
  if (!error || at.some((field) => fieldError(error, field))) return null;
  return <ProblemNotice error={error} {...words} />;
}
