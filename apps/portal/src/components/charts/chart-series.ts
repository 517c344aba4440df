import { formatCount, formatMs, formatShare, formatUsd } from "@/format/units";

/** What the y axis counts. */
export type ChartUnit = "count" | "ms" | "usd" | "mb" | "share";

export const formatUnit: Readonly<Record<ChartUnit, (value: number) => string>> = {
  count: formatCount,
  ms: formatMs,
  usd: formatUsd,
  mb: (value) => `${Math.round(value)} MB`,
  share: formatShare,
};

/** What stands behind a name in CSV. */
export const unitWords: Readonly<Record<ChartUnit, string>> = {
  count: "",
  ms: " (ms)",
  usd: " (USD)",
  mb: " (MB)",
  share: " (0 to 1)",
};

/** A line of a chart. */
export interface ChartSeries {
  readonly label: string;
  /** One value a bucket; null where there is no data, which is not zero. */
  readonly values: readonly (number | null)[];
  readonly look: keyof typeof looks;
}

export interface ChartMarker {
  readonly at: string;
  readonly label: string;
}

/** Stroke token, dash pattern and whether the area below is tinted; `area` and `plain` are the same line. */
export const looks = {
  area: { token: "--accent-text", dash: [], fill: true },
  plain: { token: "--accent-text", dash: [], fill: false },
  error: { token: "--red", dash: [5, 3], fill: false },
  dashed: { token: "--muted", dash: [7, 4], fill: false },
  dotted: { token: "--amber", dash: [2, 3], fill: false },
  faint: { token: "--faint", dash: [1, 2], fill: false },
  dashDot: { token: "--fg", dash: [8, 3, 2, 3], fill: false },
} as const;

/** Of a chart's lines, in order; colour is never a line's only mark: each has a stroke pattern of its own. */
export const classLooks = ["error", "dotted", "dashed", "plain", "faint", "dashDot"] as const;
export const releaseLooks = ["area", "dashed", "dotted", "faint", "dashDot"] as const;

/** A colour token's value in the theme in force. */
export function tokenValue(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}
