"use client";
import { ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import type { ComponentProps } from "react";
import type { SessionUser } from "@/server/session-user";
import { FunctionSearch } from "../function-search";
import { cn } from "../ui/cn";
import { Menu, MenuItem } from "../ui/dropdown-menu";
import { SearchPicker } from "../ui/search-picker";
import { currentItem, type NavItem } from "./nav-items";

/** A button that says where one is and opens the way to the others; of a menu or a search, which give it the rest. */
function Crumb({ name, label, ...rest }: { name: string; label: string } & ComponentProps<"button">) {
  return (
    <button
      type="button"
      {...rest}
      className="flex h-7 min-w-0 items-center gap-1 rounded-md px-1.5 font-medium hover:bg-hover"
    >
      <span className="sr-only">{label}: </span>
      <span className="truncate">{name}</span>
      <ChevronsUpDown aria-hidden className="size-3 shrink-0 text-faint" />
    </button>
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
  return (
    <SearchPicker label="Function" trigger={<Crumb name={name} label="Function" />}>
      <FunctionSearch current={name} onPick={({ value }) => router.push(`/t/${tenant}/functions/${value}`)} />
    </SearchPicker>
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
  const [, fn] = tenant === null ? [] : (/^\/t\/[^/]+\/functions\/(?!new$)([^/]+)/.exec(path) ?? []);
  return (
    <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1 text-sm">
      <Menu trigger={<Crumb name={place} label="Tenant" />}>
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
      </Menu>
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
      {tenant !== null && fn !== undefined && (
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
