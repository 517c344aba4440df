"use client";
import { portalRoutes, tenantSummarySchema } from "@annex/contract";
import { ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import type { ComponentProps } from "react";
import { useResource } from "@/client/api-provider";
import type { SessionUser } from "@/server/session-user";
import { useRange } from "../charts/use-range";
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

/** A place of the address; a link unless one is there already. On a narrow window only the last one shows. */
function PlaceCrumb({ name, href, isLast }: { name: string; href: string; isLast: boolean }) {
  const shown = isLast ? "flex" : "hidden sm:flex";
  return (
    <>
      <span className={cn("shrink-0", shown)}>
        <Slash />
      </span>
      <Link
        href={href}
        prefetch={false}
        aria-current={isLast ? "page" : undefined}
        className={cn(shown, "h-7 min-w-0 items-center rounded-md px-1.5 text-muted hover:bg-hover hover:text-fg")}
      >
        <span className="truncate">{name}</span>
      </Link>
    </>
  );
}

/** The tenant of an operator's address, by its name. */
function TenantCrumb({ id, isLast }: { id: string; isLast: boolean }) {
  const [range] = useRange();
  // the tenant's page asks the same
  const { data } = useResource(portalRoutes.operator.tenant(id), tenantSummarySchema, { query: { range } });
  return <PlaceCrumb name={data?.name ?? "Tenant"} href={`/operator/tenants/${id}`} isLast={isLast} />;
}

interface Places {
  readonly tenantId?: string | undefined;
  readonly fn?: string | undefined;
  readonly release?: string | undefined;
  readonly invocation?: string | undefined;
}

const functionPlaces = String.raw`functions/(?!new$)(?<fn>[^/]+)(?:/releases/(?<release>\d+))?$`;
const patterns = [
  new RegExp(`^/t/[^/]+/${functionPlaces}`),
  /^\/t\/[^/]+\/invocations\/(?<invocation>[^/]+)$/,
  new RegExp(`^/operator/tenants/(?<tenantId>[^/]+)(?:/${functionPlaces})?$`),
];

/** What an address names below its page of the rail. */
function placesOf(path: string): Places {
  for (const pattern of patterns) {
    const found = pattern.exec(path)?.groups;
    if (found) return found;
  }
  return {};
}

/** From the page of the rail down to where one is. */
function InnerCrumbs({ tenant, path, places }: { tenant: string | null; path: string; places: Places }) {
  const { tenantId, fn, release, invocation } = places;
  const functionPath = path.replace(/\/releases\/\d+$/, "");
  return (
    <>
      {tenantId !== undefined && <TenantCrumb id={tenantId} isLast={fn === undefined} />}
      {fn !== undefined && tenant === null && (
        <PlaceCrumb name={decodeURIComponent(fn)} href={functionPath} isLast={release === undefined} />
      )}
      {fn !== undefined && tenant !== null && (
        <>
          <span className="hidden sm:inline">
            <Slash />
          </span>
          <FunctionCrumb tenant={tenant} name={decodeURIComponent(fn)} />
        </>
      )}
      {release !== undefined && <PlaceCrumb name={`Release ${release}`} href={path} isLast />}
      {invocation !== undefined && <PlaceCrumb name={invocation} href={path} isLast />}
    </>
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
  const places = placesOf(path);
  const isInner = Object.values(places).some((name) => name !== undefined);
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
          <span className={cn(isInner && "hidden sm:inline")}>
            <Slash />
          </span>
          <Link
            href={page.href}
            prefetch={false}
            className={cn(
              "h-7 min-w-0 items-center truncate rounded-md px-1.5 text-muted hover:bg-hover hover:text-fg",
              isInner ? "hidden sm:flex" : "flex", // on a narrow window what is below it takes its place
            )}
          >
            {page.label}
          </Link>
        </>
      )}
      <InnerCrumbs tenant={tenant} path={path} places={places} />
    </nav>
  );
}
