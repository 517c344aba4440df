"use client";
import { Building2, CircleUser, LogOut, MoonStar, ShieldCheck, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { signOut } from "next-auth/react";
import type { SessionUser } from "@/server/session-user";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "../ui/dropdown-menu";
import { toggleTheme, useTheme } from "./theme";

export function AccountMenu({ user, tenant }: { user: SessionUser; tenant: string | null }) {
  const router = useRouter();
  const theme = useTheme();
  const initials = user.name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .slice(0, 2)
    .join("");
  const ThemeIcon = theme === "dark" ? Sun : MoonStar;
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          className="flex size-7 items-center justify-center rounded-full border border-line-strong bg-hover text-xs font-medium"
        >
          <span className="sr-only">Account </span>
          <span aria-hidden>{initials.toUpperCase() || "?"}</span>
        </button>
      }
    >
      <MenuLabel>
        <span className="block text-sm text-fg">{user.name}</span>
        {user.email}
      </MenuLabel>
      <MenuSeparator />
      {user.memberships.map(({ slug, name }) => (
        <MenuItem
          key={slug}
          icon={<Building2 aria-hidden className="size-4 text-faint" />}
          onSelect={() => router.push(`/t/${slug}/functions`)}
        >
          {name}
        </MenuItem>
      ))}
      {user.isOperator && (
        <MenuItem
          icon={<ShieldCheck aria-hidden className="size-4 text-faint" />}
          onSelect={() => router.push("/operator")}
        >
          Operator
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem
        icon={<CircleUser aria-hidden className="size-4 text-faint" />}
        onSelect={() => router.push(tenant === null ? "/account" : `/account?tenant=${tenant}`)}
      >
        Account
      </MenuItem>
      <MenuItem icon={<ThemeIcon aria-hidden className="size-4 text-faint" />} onSelect={toggleTheme}>
        {theme === "dark" ? "Light theme" : "Dark theme"}
      </MenuItem>
      <MenuItem
        icon={<LogOut aria-hidden className="size-4 text-faint" />}
        onSelect={() => signOut({ callbackUrl: "/signin" })}
      >
        Sign out
      </MenuItem>
    </Menu>
  );
}
