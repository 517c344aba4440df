"use client";
import { useRouter } from "next/navigation";
import { signOut } from "next-auth/react";
import { useMayChange } from "@/client/may-change";
import { useCommands } from "./commands";
import type { NavItem } from "./nav-items";
import { toggleRail } from "./rail";
import { toggleTheme } from "./theme";

interface GlobalCommandsProps {
  items: readonly NavItem[];
  tenant: string | null;
  onPalette: () => void;
  onSheet: () => void;
}

/** The commands that every page has. */
export function GlobalCommands({ items, tenant, onPalette, onSheet }: GlobalCommandsProps) {
  const router = useRouter();
  const mayChange = useMayChange();
  useCommands([
    ...items.map(({ label, href }) => ({ id: `go:${href}`, label, group: "Go to", run: () => router.push(href) })),
    ...(tenant === null || !mayChange
      ? []
      : [
          {
            id: "new-function",
            label: "Create function",
            group: "Go to",
            words: "new",
            run: () => router.push(`/t/${tenant}/functions/new`),
          },
        ]),
    { id: "palette", label: "Search and commands", group: "General", keys: "mod+k", run: onPalette },
    { id: "sheet", label: "Keyboard shortcuts", group: "General", keys: "?", run: onSheet },
    { id: "rail", label: "Collapse or expand the rail", group: "General", keys: "[", run: toggleRail },
    { id: "theme", label: "Toggle theme", group: "General", words: "dark light", run: toggleTheme },
    { id: "sign-out", label: "Sign out", group: "General", run: () => void signOut({ callbackUrl: "/signin" }) },
  ]);
  return null;
}
