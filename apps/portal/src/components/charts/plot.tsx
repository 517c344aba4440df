"use client";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useTheme } from "../shell/theme";
import type { ChartMarker, ChartSeries, ChartUnit } from "./chart-series";
import { plotOptions } from "./plot-options";

interface PlotProps {
  /** The beginning of each bucket. */
  at: readonly string[];
  unit: ChartUnit;
  series: readonly ChartSeries[];
  hidden: ReadonlySet<string>;
  markers: readonly ChartMarker[];
  syncKey: string;
  height: number;
  label: string;
  onCursor: (index: number | null) => void;
  onZoom: (zoomed: boolean) => void;
}

function dataOf({ at, series }: Pick<PlotProps, "at" | "series">): uPlot.AlignedData {
  return [at.map((time) => new Date(time).getTime() / 1000), ...series.map(({ values }) => [...values])];
}

/** New data in an old chart: a zoom that somebody made stays. */
function replaceData(plot: uPlot, data: uPlot.AlignedData): void {
  const { min, max } = plot.scales.x ?? {};
  // a chart that was never drawn has no scale yet
  const zoomed = min != null && max != null && (min !== plot.data[0][0] || max !== plot.data[0].at(-1));
  plot.setData(data, !zoomed);
  if (zoomed) plot.setScale("x", { min, max });
}

/** The canvas of a chart. It is made once and then only fed, so that a refresh moves nothing. */
export function Plot(props: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  const theme = useTheme();
  const shape = props.series.map(({ label, look }) => `${label}:${look}`).join();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart is made anew only when its lines are others
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const { unit, series, syncKey, height } = latest.current;
    const options = plotOptions({
      unit,
      series,
      syncKey,
      height,
      width: element.clientWidth,
      markers: () => latest.current.markers,
      onCursor: (index) => latest.current.onCursor(index),
      onZoom: (zoomed) => latest.current.onZoom(zoomed),
    });
    const made = new uPlot(options, dataOf(latest.current), element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape, props.syncKey, props.unit, props.height]);

  useEffect(() => {
    if (plot.current) replaceData(plot.current, dataOf({ at: props.at, series: props.series }));
  }, [props.at, props.series]);

  useEffect(() => {
    for (const [index, { label }] of latest.current.series.entries()) {
      const show = !props.hidden.has(label);
      if (plot.current?.series[index + 1]?.show !== show) plot.current?.setSeries(index + 1, { show });
    }
  }, [props.hidden]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas reads the tokens when it draws
  useEffect(() => plot.current?.redraw(false), [theme, props.markers]);

  return (
    <div
      ref={frame}
      role="img"
      aria-label={props.label}
      style={{ height: props.height }}
      className="w-full overflow-hidden [&_.u-cursor-x]:border-control-line! [&_.u-select]:bg-accent-text/15!"
    />
  );
}
