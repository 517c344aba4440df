"use client";
import { PanelLeft } from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "../ui/cn";
import { Spinner } from "../ui/spinner";
import { currentItem, type NavItem } from "./nav-items";

export function toggleRail(): void {
  const root = document.documentElement;
  const narrow = root.dataset.rail !== "narrow";
  if (narrow) root.dataset.rail = "narrow";
  else delete root.dataset.rail;
  localStorage.setItem("annex-rail", narrow ? "narrow" : "wide");
}

/** The icon of the link around it; it turns while the page is on its way, once that takes longer than one notices. */
function LinkIcon({ icon: Icon }: Pick<NavItem, "icon">) {
  const { pending } = useLinkStatus();
  return (
    <span className="relative size-4 shrink-0">
      <Icon aria-hidden className={cn("size-4", pending && "opacity-0 transition-opacity delay-150")} />
      {pending && (
        <span className="absolute inset-0 flex items-center justify-center transition-opacity delay-150 starting:opacity-0">
          <Spinner />
        </span>
      )}
    </span>
  );
}

/** The links of the rail; `onStay` is told where one leads to the page that is there already. */
export function NavLinks({ items, onStay }: { items: readonly NavItem[]; onStay?: () => void }) {
  const pathname = usePathname();
  const current = currentItem(items, pathname);
  return (
    <ul className="flex flex-col gap-0.5">
      {items.map((item) => {
        const { label, href, icon } = item;
        const active = current === item;
        return (
          <li key={href}>
            <Link
              href={href}
              prefetch={false} // nine pages for the one that is next would wait before what this page needs
              title={label}
              aria-current={active ? "page" : undefined}
              onClick={() => href === pathname && onStay?.()}
              className={cn(
                "flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm",
                active ? "bg-pressed font-medium text-fg" : "text-muted hover:bg-hover hover:text-fg",
              )}
            >
              <LinkIcon icon={icon} />
              <span className="truncate in-data-[rail=narrow]:md:sr-only">{label}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

/** The left rail, 224 px wide, or 52 px with icons only. */
export function Rail({ items, label }: { items: readonly NavItem[]; label: string }) {
  return (
    <aside className="hidden w-(--rail) shrink-0 flex-col border-r bg-panel md:flex">
      <div className="flex h-12 items-center gap-2 border-b px-4">
        <Mark />
        <span className="text-base font-semibold in-data-[rail=narrow]:sr-only">Annex</span>
      </div>
      <nav aria-label={label} className="min-h-0 flex-1 overflow-y-auto p-2">
        <NavLinks items={items} />
      </nav>
      <div className="border-t p-2">
        <button
          type="button"
          onClick={toggleRail}
          title="Collapse or expand the rail"
          className="flex h-8 w-full items-center gap-2.5 rounded-md px-2.5 text-sm text-faint hover:bg-hover hover:text-fg"
        >
          <PanelLeft aria-hidden className="size-4 shrink-0" />
          <span className="in-data-[rail=narrow]:sr-only">Collapse</span>
        </button>
      </div>
    </aside>
  );
}

/** Annex's sign: a house and what was built on to it. */
export function Mark() {
  return (
    <svg aria-hidden="true" width="20" height="20" viewBox="0 0 20 20" className="shrink-0">
      <path d="M2 17V8l6-5 6 5v9z" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinejoin="round" />
      <path d="M12 17v-6h6v6z" fill="var(--accent)" stroke="var(--accent)" strokeWidth="1.75" strokeLinejoin="round" />
    </svg>
  );
}
