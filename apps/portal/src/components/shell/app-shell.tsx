"use client";
import { CircleHelp, Menu as MenuIcon, MoonStar, Search, Sun } from "lucide-react";
import { usePathname } from "next/navigation";
import { Dialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import type { SessionUser } from "@/server/session-user";
import { Button } from "../ui/button";
import { useOpener } from "../ui/dialog-focus";
import { Keys } from "../ui/kbd";
import { AccountMenu } from "./account-menu";
import { Breadcrumb } from "./breadcrumb";
import { CommandPalette } from "./command-palette";
import { CommandProvider } from "./commands";
import { GlobalCommands } from "./global-commands";
import { operatorNav, tenantNav } from "./nav-items";
import { Mark, NavLinks, Rail } from "./rail";
import { ShortcutSheet } from "./shortcut-sheet";
import { toggleTheme, useTheme } from "./theme";

interface AppShellProps {
  user: SessionUser;
  /** Null on the operators' side. */
  tenant: string | null;
  children: ReactNode;
}

/** The house that both rooms share: rail, top bar, commands. */
export function AppShell({ user, tenant, children }: AppShellProps) {
  const items = tenant === null ? (user.isOperator ? operatorNav : []) : tenantNav(tenant);
  const label = tenant === null ? "Operator" : "Tenant";
  const [palette, setPalette] = useState(false);
  const [sheet, setSheet] = useState(false);
  const pathname = usePathname();
  // open on the page where it was opened: it goes when the next page is there, and shows until then that one is coming
  const [drawer, setDrawer] = useState<string | null>(null);
  const { giveBack } = useOpener(drawer === pathname);
  const theme = useTheme();
  const ThemeIcon = theme === "dark" ? Sun : MoonStar;
  return (
    <CommandProvider>
      <GlobalCommands items={items} tenant={tenant} onPalette={() => setPalette(true)} onSheet={() => setSheet(true)} />
      <a
        href="#content"
        className="sr-only rounded-md bg-accent px-3 py-1.5 text-sm text-on-accent focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to content
      </a>
      <div className="flex h-dvh">
        <Rail items={items} label={label} />
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="flex h-12 shrink-0 items-center gap-2 border-b px-3 md:px-4">
            <Button
              variant="ghost"
              size="icon-sm"
              aria-label="Menu"
              className="md:hidden"
              onClick={() => setDrawer(pathname)}
            >
              <MenuIcon aria-hidden className="size-4" />
            </Button>
            <Breadcrumb user={user} tenant={tenant} items={items} />
            <div className="ml-auto flex shrink-0 items-center gap-1">
              <button
                type="button"
                onClick={() => setPalette(true)}
                className="flex h-7 items-center gap-2 rounded-md border border-line-strong px-2 text-sm text-faint hover:bg-hover"
              >
                <Search aria-hidden className="size-3.5" />
                <span className="sr-only lg:not-sr-only lg:pr-6">Search or run</span>
                <span className="hidden lg:inline">
                  <Keys keys="mod+k" />
                </span>
              </button>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label="Keyboard shortcuts"
                title="Keyboard shortcuts (?)"
                className="hidden sm:inline-flex"
                onClick={() => setSheet(true)}
              >
                <CircleHelp aria-hidden className="size-4" />
              </Button>
              <Button
                variant="ghost"
                size="icon-sm"
                aria-label="Toggle theme"
                title="Toggle theme"
                className="hidden sm:inline-flex"
                onClick={toggleTheme}
              >
                <ThemeIcon aria-hidden className="size-4" />
              </Button>
              <AccountMenu user={user} tenant={tenant} />
            </div>
          </header>
          <main id="content" tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto outline-none">
            {children}
          </main>
        </div>
      </div>
      <Dialog.Root open={drawer === pathname} onOpenChange={() => setDrawer(null)}>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-40 bg-overlay" />
          <Dialog.Content
            aria-describedby={undefined}
            onCloseAutoFocus={giveBack}
            className="fixed inset-y-0 left-0 z-40 w-64 border-r bg-panel p-3 outline-none"
          >
            <Dialog.Title className="flex items-center gap-2 px-2 pb-3 text-base font-semibold">
              <Mark /> Annex
            </Dialog.Title>
            <nav aria-label={label}>
              <NavLinks items={items} onStay={() => setDrawer(null)} />
            </nav>
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
      <CommandPalette tenant={tenant} open={palette} onOpenChange={setPalette} />
      <ShortcutSheet open={sheet} onOpenChange={setSheet} />
    </CommandProvider>
  );
}
