"use client";
import { ChartLine, Download, Table as TableIcon, ZoomOut } from "lucide-react";
import { useCallback, useId, useState } from "react";
import { download } from "@/client/download";
import { toCsv } from "@/format/csv";
import { Button } from "../ui/button";
import { ChartLegend } from "./chart-legend";
import { type ChartMarker, type ChartSeries, type ChartUnit, unitWords } from "./chart-series";
import { ChartTable, markersOf } from "./chart-table";
import { Plot } from "./plot";
import { bucketLabel, bucketLength, isPartial } from "./time-axis";
import { useZone } from "./use-zone";
import { useZoom } from "./use-zoom";

interface TimeSeriesChartProps {
  title: string;
  unit: ChartUnit;
  /** The beginning of each bucket, oldest first. */
  at: readonly string[];
  bucketSeconds: number;
  /** Must keep its identity while nothing changed, as the answer of a query does. */
  series: readonly ChartSeries[];
  markers: readonly ChartMarker[];
  /** Charts with the same key share cursor and zoom. */
  syncKey: string;
  /** What to say in the middle of a chart that has no value at all. */
  emptyText: string;
  /** What a screen reader should hear in the place of the picture. */
  summary: string;
  fileName: string;
  height?: number;
}

function toggled(set: ReadonlySet<string>, label: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(label)) next.add(label);
  return next;
}

/** A time series as a picture, as a table and as CSV. Drag to zoom; a double click shows all again. */
export function TimeSeriesChart(props: TimeSeriesChartProps) {
  const {
    title,
    unit,
    at,
    bucketSeconds,
    series,
    markers,
    syncKey,
    emptyText,
    summary,
    fileName,
    height = 200,
  } = props;
  const heading = useId();
  const [asTable, setAsTable] = useState(false);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [index, setIndex] = useState<number | null>(null);
  const [zone] = useZone();
  const [zoom, setZoom] = useZoom();
  const toggle = useCallback((label: string) => setHidden((set) => toggled(set, label)), []);
  const quiet = series.every(({ values }) => values.every((value) => value === null)); // so is a chart without lines
  const cursorAt = index === null ? undefined : at[index];

  const saveCsv = () => {
    const headings = ["time", ...series.map(({ label }) => label + unitWords[unit]), "deployments", "complete"];
    const rows = at.map((time, row) => {
      const deployed = markersOf(markers, time, bucketSeconds).map(({ label }) => label);
      return [
        time,
        ...series.map(({ values }) => values[row] ?? null),
        deployed.join("; "),
        isPartial(time, bucketSeconds) ? "no" : "yes",
      ];
    });
    download(fileName, toCsv(headings, rows));
  };

  return (
    <section aria-labelledby={heading} className="min-w-0 rounded-md border">
      <header className="flex items-start gap-1 px-3 pt-2">
        <h2 id={heading} className="shrink-0 text-sm font-medium">
          {title} <span className="font-normal whitespace-nowrap text-faint">per {bucketLength(bucketSeconds)}</span>
        </h2>
        {/* one line, whatever it says: a chart that grew under the cursor would push its neighbours */}
        <p className="min-w-0 flex-1 truncate px-1.5 pt-0.5 text-right text-xs text-muted tabular-nums">
          {cursorAt !== undefined &&
            !asTable &&
            [
              bucketLabel({ at: cursorAt, bucketSeconds, zone }),
              ...(isPartial(cursorAt, bucketSeconds) ? ["not over yet"] : []),
              ...markersOf(markers, cursorAt, bucketSeconds).map(({ label }) => label),
            ].join(" · ")}
        </p>
        {zoom && !asTable && (
          <Button
            variant="ghost"
            size="icon-sm"
            aria-label={`Show all of ${title}`}
            title="Show all"
            onClick={() => setZoom(null)}
          >
            <ZoomOut aria-hidden className="size-3.5" />
          </Button>
        )}
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`${title} as a table`}
          title={asTable ? "Show the chart" : "Show as a table"}
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? <ChartLine aria-hidden className="size-3.5" /> : <TableIcon aria-hidden className="size-3.5" />}
        </Button>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`Download ${title} as CSV`}
          title="Download CSV"
          onClick={saveCsv}
        >
          <Download aria-hidden className="size-3.5" />
        </Button>
      </header>
      <div className="flex min-h-6 items-center px-1.5">
        <ChartLegend series={series} unit={unit} hidden={hidden} onToggle={toggle} index={asTable ? null : index} />
      </div>
      {asTable ? (
        <div className="overflow-y-auto p-2" style={{ height: height + 8 }}>
          <ChartTable {...{ label: title, at, bucketSeconds, unit, series, markers, zone }} />
        </div>
      ) : (
        <div className="relative pb-2 pl-1">
          <Plot
            {...{ at, unit, series, hidden, markers, syncKey, height, bucketSeconds, zone, zoom }}
            label={`${title}. ${summary}`}
            onCursor={setIndex}
            onZoom={setZoom}
          />
          {quiet && (
            <p className="pointer-events-none absolute inset-x-0 top-1/3 px-8 text-center text-sm text-muted">
              {emptyText}
            </p>
          )}
        </div>
      )}
    </section>
  );
}
