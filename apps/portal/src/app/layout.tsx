import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ThemeFallback } from "@/components/shell/theme";
import { ThemeScript } from "@/components/shell/theme-script";
import { Toaster } from "@/components/ui/toaster";
import "./globals.css";

// Every page is somebody's own: nothing is rendered at build time.
export const dynamic = "force-dynamic";

export const metadata: Metadata = { title: { default: "Annex", template: "%s · Annex" } };
export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // the script below sets the theme before React looks at the document
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        <ThemeScript />
      </head>
      <body>
        <ThemeFallback />
        {children}
        <Toaster />
      </body>
    </html>
  );
}
