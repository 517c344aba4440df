import type { LogLevel } from "@annex/contract";
import { cn } from "../ui/cn";

const colours: Readonly<Record<LogLevel, string>> = {
  trace: "text-faint",
  debug: "text-faint",
  info: "text-muted",
  warn: "text-amber",
  error: "text-red",
  fatal: "text-red",
  platform: "text-faint",
};

/** A line's level, in its colour. */
export function LogLevelWord({ level }: { level: LogLevel }) {
  const loud = level === "error" || level === "fatal" || level === "warn";
  return <span className={cn("font-mono text-xs", loud && "font-semibold", colours[level])}>{level}</span>;
}
