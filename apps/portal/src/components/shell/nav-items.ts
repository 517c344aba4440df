import {
  Activity,
  BellRing,
  Boxes,
  Building2,
  CircleDollarSign,
  CirclePause,
  Database,
  FileKey2,
  Gauge,
  Hourglass,
  KeyRound,
  Layers,
  type LucideIcon,
  Mails,
  Plug,
  ReceiptText,
  ScrollText,
  Settings,
  ShieldCheck,
  ShieldQuestion,
  SquareFunction,
  Table2,
  Timer,
} from "lucide-react";

export interface NavItem {
  readonly label: string;
  readonly href: string;
  readonly icon: LucideIcon;
}

export function tenantNav(tenant: string): NavItem[] {
  const at = (page: string) => `/t/${tenant}/${page}`;
  return [
    { label: "Functions", href: at("functions"), icon: SquareFunction },
    { label: "Layers", href: at("layers"), icon: Layers },
    { label: "Extension points", href: at("extension-points"), icon: Plug },
    { label: "Invocations", href: at("invocations"), icon: Activity },
    { label: "Async", href: at("async"), icon: Timer },
    { label: "Logs", href: at("logs"), icon: ScrollText },
    { label: "Alerts", href: at("alerts"), icon: BellRing },
    { label: "Records", href: at("records"), icon: Database },
    { label: "Credentials", href: at("credentials"), icon: KeyRound },
    { label: "Settings", href: at("settings"), icon: Settings },
  ];
}

export const operatorNav: NavItem[] = [
  { label: "Overview", href: "/operator", icon: Gauge },
  { label: "Tenants", href: "/operator/tenants", icon: Building2 },
  { label: "Plans", href: "/operator/plans", icon: ReceiptText },
  { label: "Extension points", href: "/operator/extension-points", icon: Plug },
  { label: "Record types", href: "/operator/record-types", icon: Table2 },
  { label: "Layers", href: "/operator/layers", icon: Layers },
  { label: "Runtimes", href: "/operator/runtimes", icon: Hourglass },
  { label: "Cells", href: "/operator/cells", icon: Boxes },
  { label: "Alerts", href: "/operator/alerts", icon: BellRing },
  { label: "Control", href: "/operator/control", icon: CirclePause },
  { label: "Isolation", href: "/operator/isolation", icon: ShieldQuestion },
  { label: "Cost", href: "/operator/cost", icon: CircleDollarSign },
  { label: "Signing keys", href: "/operator/signing-keys", icon: FileKey2 },
  { label: "Access tokens", href: "/operator/access-tokens", icon: KeyRound },
  { label: "Outbox", href: "/operator/outbox", icon: Mails },
  { label: "Audit", href: "/operator/audit", icon: ShieldCheck },
];

/** The item whose page is open: the longest address that the path begins with. */
export function currentItem(items: readonly NavItem[], path: string): NavItem | undefined {
  return items
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0];
}
