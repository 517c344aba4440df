"use client";
import type { LogLevel, Mismatch, TestResult } from "@annex/contract";
import { CircleCheck, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { formatClock } from "@/format/time";
import { formatMs } from "@/format/units";
import { cn } from "../../ui/cn";
import { CopyButton } from "../../ui/copy-button";
import { DiagnosticList } from "../diagnostic-list";
import { MismatchList } from "./mismatch-list";
import { StackLines } from "./stack-lines";

const titles: Record<TestResult["status"], string> = {
  success: "Succeeded",
  function_error: "The function threw an error",
  timeout: "Ran out of time",
  out_of_memory: "Ran out of memory",
  throttled: "Too many at once",
  platform_error: "The platform could not run it",
  build_failed: "The code does not build",
  mapping_failed: "The field mapping failed",
  refused: "It was not run",
};

function Part({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <section className="border-t px-3 py-2">
      <div className="flex h-7 items-center justify-between">
        <h4 className="text-xs font-medium text-muted">{title}</h4>
        {action}
      </div>
      {children}
    </section>
  );
}

function Json({ value }: { value: unknown }) {
  return (
    <pre className="max-h-72 overflow-auto font-mono text-xs whitespace-pre-wrap break-words">
      {JSON.stringify(value, null, 2)}
    </pre>
  );
}

const levelClass: Partial<Record<LogLevel, string>> = {
  error: "text-red",
  fatal: "text-red",
  warn: "text-amber",
  platform: "text-faint",
};

function Logs({ logs }: { logs: TestResult["logs"] }) {
  if (logs.length === 0) return <p className="text-xs text-faint">The function wrote no log line.</p>;
  return (
    <ol aria-label="Log lines" className="max-h-72 overflow-auto font-mono text-xs">
      {logs.map(({ at, level, message }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: log lines have no identity and never move
        <li key={index} className="flex gap-2 py-0.5">
          <time className="shrink-0 text-faint">{formatClock(at)}</time>
          <span className={cn("w-10 shrink-0", levelClass[level] ?? "text-muted")}>
            {level === "platform" ? "plat" : level}
          </span>
          <span className="min-w-0 whitespace-pre-wrap break-words">{message}</span>
        </li>
      ))}
    </ol>
  );
}

/** Billed milliseconds by the platform's own REPORT line. */
function billedOf({ logs }: TestResult): string | undefined {
  return logs.flatMap(({ message }) => /Billed Duration: (\d+) ms/.exec(message)?.[1] ?? []).at(-1);
}

interface TestResultViewProps {
  result: TestResult;
  /** Whether it came to what was expected; null where nothing was. */
  passed: boolean | null;
  mismatches: readonly Mismatch[];
  action: ReactNode;
}

export function TestResultView({ result, passed, mismatches, action }: TestResultViewProps) {
  const ok = passed ?? result.status === "success";
  const verdict = passed === null ? "" : passed ? ", as expected" : ", not as expected";
  const billed = billedOf(result);
  const fields = Object.entries(result.fields ?? {});
  const figures = [
    result.durationMs !== undefined && `Duration ${formatMs(result.durationMs)}`,
    billed !== undefined && `Billed ${billed} ms`,
    result.maxMemoryMb !== undefined && `Memory ${Math.round(result.maxMemoryMb)} of ${result.memoryMb} MB`,
    result.buildMs !== undefined && `Build ${formatMs(result.buildMs)}`,
    `Total ${formatMs(result.totalMs)}`,
  ].filter((text) => text !== false);
  return (
    <div className="rounded-md border">
      <header className={cn("rounded-t-md px-3 py-2", ok ? "bg-green-soft" : "bg-red-soft")}>
        <h3 className={cn("flex items-center gap-2 text-sm font-medium", ok ? "text-green" : "text-red")}>
          {ok ? <CircleCheck aria-hidden className="size-4" /> : <CircleX aria-hidden className="size-4" />}
          {titles[result.status]}
          {verdict}
          <span className="ml-auto">{action}</span>
        </h3>
        <p className="mt-0.5 text-xs text-muted tabular-nums">{figures.join(" · ")}</p>
      </header>
      {mismatches.length > 0 && (
        <Part title="Expected and came">
          <MismatchList mismatches={mismatches} />
        </Part>
      )}
      {result.error && (
        <Part title={result.status === "refused" ? "Why" : result.error.type}>
          <p className="text-sm break-words">{result.error.message}</p>
          <StackLines stack={result.error.stack} />
        </Part>
      )}
      {result.diagnostics.length > 0 && (
        <Part title="Problems">
          <DiagnosticList diagnostics={result.diagnostics} />
        </Part>
      )}
      {result.fields !== undefined && (
        <Part title="Fields that would be set">
          {fields.length === 0 ? (
            <p className="text-xs text-faint">None.</p>
          ) : (
            <dl>
              {fields.map(([path, value]) => (
                <div key={path} className="flex justify-between gap-4 py-0.5 font-mono text-xs">
                  <dt className="text-muted">{path}</dt>
                  <dd className="min-w-0 text-right break-words">{JSON.stringify(value)}</dd>
                </div>
              ))}
            </dl>
          )}
        </Part>
      )}
      {result.output !== undefined && (
        <Part title="Output" action={<CopyButton text={JSON.stringify(result.output, null, 2)} label="Copy output" />}>
          <Json value={result.output} />
        </Part>
      )}
      <Part title="Logs">
        <Logs logs={result.logs} />
      </Part>
      {result.event !== undefined && (
        <details className="border-t px-3 py-2">
          <summary className="cursor-pointer text-xs font-medium text-muted">Event that the handler got</summary>
          <Json value={result.event} />
        </details>
      )}
    </div>
  );
}
