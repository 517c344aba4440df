import type { ReactNode } from "react";

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  /** One sentence that teaches. */
  children: ReactNode;
  /** One action. */
  action?: ReactNode;
  /** One link. */
  link?: ReactNode;
}

export function EmptyState({ icon, title, children, action, link }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center rounded-md border border-dashed border-line-strong px-6 py-12 text-center">
      {icon && <div className="mb-3 text-faint [&>svg]:size-6">{icon}</div>}
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="mt-1 max-w-md text-sm text-muted">{children}</p>
      {action && <div className="mt-4">{action}</div>}
      {link && <div className="mt-3 text-sm">{link}</div>}
    </div>
  );
}
