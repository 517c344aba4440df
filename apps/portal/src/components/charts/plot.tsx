"use client";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useTheme } from "../shell/theme";
import type { ChartMarker, ChartSeries, ChartUnit } from "./chart-series";
import { plotOptions } from "./plot-options";
import type { Zone } from "./use-zone";
import type { Zoom } from "./use-zoom";

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
  bucketSeconds: number;
  zone: Zone;
  zoom: Zoom | null;
  onZoom: (zoom: Zoom | null) => void;
}

function dataOf({ at, series }: Pick<PlotProps, "at" | "series">): uPlot.AlignedData {
  return [at.map((time) => new Date(time).getTime() / 1000), ...series.map(({ values }) => [...values])];
}

/** Shows the part that the address names, or all of it. */
function showPart(plot: uPlot, zoom: Zoom | null): void {
  const at = plot.data[0];
  const [min, max] = zoom ? [zoom.min, zoom.max] : [at[0], at.at(-1)];
  const shown = plot.scales.x;
  if (min !== undefined && max !== undefined && (shown?.min !== min || shown.max !== max))
    plot.setScale("x", { min, max });
}

/** New data in an old chart: what somebody looks at stays where it is. */
function replaceData(plot: uPlot, data: uPlot.AlignedData, zoom: Zoom | null): void {
  plot.setData(data, zoom === null);
  if (zoom) showPart(plot, zoom);
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
      zone: () => latest.current.zone,
      bucketSeconds: () => latest.current.bucketSeconds,
      onZoom: (zoom) => latest.current.onZoom(zoom),
    });
    const made = new uPlot(options, dataOf(latest.current), element);
    plot.current = made;
    if (latest.current.zoom) showPart(made, latest.current.zoom);
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape, props.syncKey, props.unit, props.height]);

  useEffect(() => {
    if (plot.current) replaceData(plot.current, dataOf({ at: props.at, series: props.series }), latest.current.zoom);
  }, [props.at, props.series]);

  useEffect(() => {
    if (plot.current) showPart(plot.current, props.zoom);
  }, [props.zoom]);

  useEffect(() => {
    for (const [index, { label }] of latest.current.series.entries()) {
      const show = !props.hidden.has(label);
      if (plot.current?.series[index + 1]?.show !== show) plot.current?.setSeries(index + 1, { show });
    }
  }, [props.hidden]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas reads the tokens when it draws
  useEffect(() => plot.current?.redraw(false, true), [theme, props.markers, props.zone]);

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
