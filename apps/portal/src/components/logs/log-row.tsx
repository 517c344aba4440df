"use client";
import type { LogLine } from "@annex/contract";
import { Activity, Copy, Filter } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { ClockTime } from "../ui/clock-time";
import { cn } from "../ui/cn";
import { Menu, MenuItem, MenuSeparator } from "../ui/dropdown-menu";
import { LogLevelWord } from "./log-level-word";
import type { LogFilters } from "./use-log-filters";

const iconClass = "size-3.5 shrink-0 text-faint";

async function copy(text: string, what: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  toast.success(`Copied the ${what}`);
}

interface LogRowProps {
  line: LogLine;
  tenant: string;
  filters: LogFilters;
  withFunction: boolean;
}

/** One line; its request opens a menu of what else belongs to it. */
export function LogRow({ line, tenant, filters, withFunction }: LogRowProps) {
  const { at, level, message, functionName } = line;
  const loud = level === "error" || level === "fatal";
  return (
    <tr className={cn("border-b align-top last:border-b-0 hover:bg-hover", loud && "bg-red-soft")}>
      <td className="px-3 py-1.5 font-mono text-xs whitespace-nowrap text-muted max-sm:hidden">
        <ClockTime at={at} />
      </td>
      <td className="px-3 py-1.5 max-sm:hidden">
        <LogLevelWord level={level} />
      </td>
      <td className="w-full px-3 py-1.5 font-mono text-xs break-words whitespace-pre-wrap sm:min-w-64">
        <NarrowHead line={line} withFunction={withFunction} />
        <span className="[overflow-wrap:anywhere]">{message.trim()}</span>
      </td>
      {withFunction && (
        <td className="px-3 py-1.5 text-xs whitespace-nowrap max-sm:hidden">
          <Link href={`/t/${tenant}/functions/${functionName}`} className="hover:underline">
            {functionName}
          </Link>
        </td>
      )}
      <td className="px-3 py-1 text-right">
        <RequestMenu line={line} tenant={tenant} filters={filters} />
      </td>
    </tr>
  );
}

/** In a narrow window time, level and function stand over the line rather than beside it. */
function NarrowHead({ line: { at, level, functionName }, withFunction }: Pick<LogRowProps, "line" | "withFunction">) {
  return (
    <span className="flex flex-wrap gap-x-2 text-muted sm:hidden">
      <ClockTime at={at} />
      <LogLevelWord level={level} />
      {withFunction && <span className="font-sans">{functionName}</span>}
    </span>
  );
}

function RequestMenu({ line, tenant, filters }: Omit<LogRowProps, "withFunction">) {
  const router = useRouter();
  const { requestId, correlationId } = line;
  const id = requestId ?? correlationId;
  if (id === null) return null;
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`Request ${id}`}
          title={id}
          className="h-6 rounded-sm px-1 font-mono text-xs text-muted hover:bg-pressed hover:text-fg"
        >
          {id.slice(0, 8)}
        </button>
      }
    >
      {requestId !== null && (
        <>
          <MenuItem
            icon={<Filter aria-hidden className={iconClass} />}
            onSelect={() => filters.setRequestId(requestId)}
          >
            Only this request
          </MenuItem>
          <MenuItem
            icon={<Copy aria-hidden className={iconClass} />}
            onSelect={() => void copy(requestId, "request ID")}
          >
            Copy request ID
          </MenuItem>
        </>
      )}
      {correlationId !== null && (
        <>
          <MenuSeparator />
          <MenuItem
            icon={<Filter aria-hidden className={iconClass} />}
            onSelect={() => filters.setCorrelationId(correlationId)}
          >
            Only this correlation ID
          </MenuItem>
          <MenuItem
            icon={<Copy aria-hidden className={iconClass} />}
            onSelect={() => void copy(correlationId, "correlation ID")}
          >
            Copy correlation ID
          </MenuItem>
          <MenuItem
            icon={<Activity aria-hidden className={iconClass} />}
            onSelect={() =>
              router.push(`/t/${tenant}/invocations?correlationId=${encodeURIComponent(correlationId)}&range=7d`)
            }
          >
            Show its invocations
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
