import uPlot from "uplot";
import { type ChartMarker, type ChartSeries, type ChartUnit, formatUnit, looks, tokenValue } from "./chart-series";
import { markerPlugin } from "./marker-plugin";
import { partialPlugin } from "./partial-plugin";
import { timeLabels } from "./time-axis";
import type { Zone } from "./use-zone";
import type { Zoom } from "./use-zoom";

interface PlotSpec {
  readonly unit: ChartUnit;
  readonly series: readonly ChartSeries[];
  readonly syncKey: string;
  readonly width: number;
  readonly height: number;
  readonly markers: () => readonly ChartMarker[];
  readonly onCursor: (index: number | null) => void;
  readonly zone: () => Zone;
  /** Seconds; the last bucket is shaded while it is being filled. */
  readonly bucketSeconds: () => number;
  /** Somebody chose a part of the range, or all of it. */
  readonly onZoom: (zoom: Zoom | null) => void;
}

/** An empty chart still shows a scale that makes sense. */
const leastTop = { count: 4, ms: 20, usd: 0.000_001, mb: 64, share: 0.1 } as const;
const wholeSteps = [
  1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1e3, 2e3, 2.5e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6,
];

/** A value between two gaps has no line to stand on, so it gets a dot. */
function lonePoints(plot: uPlot, series: number): number[] {
  const values = plot.data[series] ?? [];
  return Array.from(values, (value, at) =>
    value != null && values[at - 1] == null && values[at + 1] == null ? at : -1,
  ).filter((at) => at >= 0);
}

function lineOf({ label, look }: ChartSeries): uPlot.Series {
  const { token, dash, fill } = looks[look];
  const stroke = () => tokenValue(token);
  return {
    label,
    stroke,
    width: 1.5,
    dash: [...dash],
    ...(fill ? { fill: () => `${tokenValue(token)}1f` } : {}),
    points: { show: true, size: 5, fill: stroke, filter: lonePoints },
  };
}

function axisOf(): Pick<uPlot.Axis, "stroke" | "grid" | "ticks" | "font"> {
  const grid = { stroke: () => tokenValue("--line"), width: 1 };
  const font = `11px ${tokenValue("--font-geist-sans") || "sans-serif"}`;
  return { stroke: () => tokenValue("--faint"), grid, ticks: { ...grid, size: 4 }, font };
}

/** uPlot's options for a chart in the tokens of the theme: zero at the bottom, one cursor and zoom with its neighbours. */
export function plotOptions(spec: PlotSpec): uPlot.Options {
  const { unit, series, syncKey, width, height, markers, onCursor, onZoom } = spec;
  const setScale = (plot: uPlot, key: string) => {
    const at = plot.data[0];
    const { min, max } = plot.scales.x ?? {};
    if (key !== "x" || min == null || max == null) return;
    onZoom(min !== at[0] || max !== at.at(-1) ? { min, max } : null);
  };
  return {
    width,
    height,
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 6 },
      drag: { x: true, y: false, dist: 5 },
      sync: { key: syncKey, scales: ["x", null], setSeries: false },
    },
    scales: { x: { time: true }, y: { range: (_, __, top) => [0, Math.max(top ?? 0, leastTop[unit]) * 1.1] } },
    axes: [
      { ...axisOf(), space: 64, size: 28, values: (_, splits) => timeLabels(splits, spec.zone()) },
      {
        ...axisOf(),
        size: unit === "usd" ? 84 : 56,
        space: 36,
        values: (_, splits) => splits.map((value) => formatUnit[unit](value)),
        ...(unit === "count" ? { incrs: wholeSteps } : {}),
      },
    ],
    series: [{}, ...series.map(lineOf)],
    tzDate: (seconds) =>
      spec.zone() === "utc" ? uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC") : new Date(seconds * 1000),
    plugins: [partialPlugin(spec.bucketSeconds), markerPlugin(markers)],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)], setScale: [setScale] },
  };
}
