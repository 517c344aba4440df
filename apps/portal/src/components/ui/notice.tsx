import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const looks = {
  info: { icon: Info, classes: "border-line-strong bg-panel text-fg", iconClass: "text-muted" },
  success: { icon: CircleCheck, classes: "border-green/40 bg-green-soft text-fg", iconClass: "text-green" },
  warning: { icon: TriangleAlert, classes: "border-amber/40 bg-amber-soft text-fg", iconClass: "text-amber" },
  error: { icon: CircleAlert, classes: "border-red/40 bg-red-soft text-fg", iconClass: "text-red" },
} as const;

interface NoticeProps {
  tone?: keyof typeof looks;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
}

/** A message that stays on the page. Errors and warnings announce themselves. */
export function Notice({ tone = "info", title, children, action, className }: NoticeProps) {
  const { icon: Icon, classes, iconClass } = looks[tone];
  return (
    <div
      role={tone === "error" ? "alert" : "status"}
      className={cn("flex items-start gap-2 rounded-md border px-3 py-2 text-sm", classes, className)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", iconClass)} />
      <div className="min-w-0 flex-1 break-words">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className={cn(title !== undefined && "mt-0.5 text-muted")}>{children}</div>}
      </div>
      {action}
    </div>
  );
}
