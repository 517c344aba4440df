"use client";
import { functionSummarySchema, portalRoutes } from "@annex/contract";
import { ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import type { SessionUser } from "@/server/session-user";
import { cn } from "../ui/cn";
import { Menu, MenuItem } from "../ui/dropdown-menu";
import { currentItem, type NavItem } from "./nav-items";

function Switcher({ name, label, children }: { name: string; label: string; children: ReactNode }) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="flex h-7 min-w-0 items-center gap-1 rounded-md px-1.5 font-medium hover:bg-hover"
        >
          <span className="sr-only">{label}: </span>
          <span className="truncate">{name}</span>
          <ChevronsUpDown aria-hidden className="size-3 shrink-0 text-faint" />
        </button>
      }
    >
      {children}
    </Menu>
  );
}

function Slash() {
  return (
    <span aria-hidden className="text-faint">
      /
    </span>
  );
}

/** The function of the address, and a way to the others. */
function FunctionCrumb({ tenant, name }: { tenant: string; name: string }) {
  const router = useRouter();
  const { data = [] } = useResource(portalRoutes.functions(), z.array(functionSummarySchema));
  return (
    <Switcher name={name} label="Function">
      {data.map((item) => (
        <MenuItem
          key={item.id}
          checked={item.name === name}
          onSelect={() => router.push(`/t/${tenant}/functions/${item.name}`)}
        >
          {item.name}
        </MenuItem>
      ))}
    </Switcher>
  );
}

interface BreadcrumbProps {
  user: SessionUser;
  /** Null on the operators' side. */
  tenant: string | null;
  items: readonly NavItem[];
}

/** Where am I, and the switcher of tenant and function. */
export function Breadcrumb({ user, tenant, items }: BreadcrumbProps) {
  const router = useRouter();
  const path = usePathname();
  const tenants = [...user.memberships, ...user.access];
  const page = currentItem(items, path);
  const place = tenant === null ? "Operator" : (tenants.find(({ slug }) => slug === tenant)?.name ?? tenant);
  const fn = tenant === null ? undefined : /^\/t\/[^/]+\/functions\/([^/]+)/.exec(path)?.[1];
  return (
    <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1 text-sm">
      <Switcher name={place} label="Tenant">
        {tenants.map(({ slug, name }) => (
          <MenuItem key={slug} checked={slug === tenant} onSelect={() => router.push(`/t/${slug}/functions`)}>
            {name}
          </MenuItem>
        ))}
        {user.isOperator && (
          <MenuItem checked={tenant === null} onSelect={() => router.push("/operator")}>
            Operator
          </MenuItem>
        )}
      </Switcher>
      {page && (
        <>
          <Slash />
          <Link
            href={page.href}
            prefetch={false}
            className={cn(
              "h-7 min-w-0 items-center truncate rounded-md px-1.5 text-muted hover:bg-hover hover:text-fg",
              fn === undefined ? "flex" : "hidden sm:flex", // on a narrow window the function's name takes its place
            )}
          >
            {page.label}
          </Link>
        </>
      )}
      {tenant !== null && fn !== undefined && fn !== "new" && (
        <>
          <span className="hidden sm:inline">
            <Slash />
          </span>
          <FunctionCrumb tenant={tenant} name={decodeURIComponent(fn)} />
        </>
      )}
    </nav>
  );
}
