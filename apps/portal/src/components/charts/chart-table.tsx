import { Table, TD, TH, THead, TR } from "../ui/table";
import { type ChartMarker, type ChartSeries, type ChartUnit, formatUnit } from "./chart-series";
import { bucketLabel, isPartial } from "./time-axis";
import type { Zone } from "./use-zone";

export interface ChartTableProps {
  label: string;
  at: readonly string[];
  bucketSeconds: number;
  unit: ChartUnit;
  series: readonly ChartSeries[];
  markers: readonly ChartMarker[];
  zone: Zone;
}

/** The markers that fall into the bucket that begins at `at`. */
export function markersOf(markers: readonly ChartMarker[], at: string, bucketSeconds: number): ChartMarker[] {
  const from = new Date(at).getTime();
  return markers.filter(({ at: time }) => {
    const after = new Date(time).getTime() - from;
    return after >= 0 && after < bucketSeconds * 1000;
  });
}

/** A chart's data as a table, newest first; a bucket without data says so instead of showing a zero. */
export function ChartTable({ label, at, bucketSeconds, unit, series, markers, zone }: ChartTableProps) {
  const format = formatUnit[unit];
  return (
    <Table label={label}>
      <THead>
        <tr>
          <TH>Time</TH>
          {series.map((line) => (
            <TH key={line.label} end>
              {line.label}
            </TH>
          ))}
          <TH>Deployments</TH>
        </tr>
      </THead>
      <tbody>
        {at
          .map((time, index) => (
            <TR key={time}>
              <TD className="h-8">
                {bucketLabel({ at: time, bucketSeconds, zone })}
                {isPartial(time, bucketSeconds) && <span className="text-faint"> · not over yet</span>}
              </TD>
              {series.map((line) => {
                const value = line.values[index] ?? null;
                return (
                  <TD key={line.label} end className="h-8">
                    {value === null ? <span className="text-faint">no data</span> : format(value)}
                  </TD>
                );
              })}
              <TD className="h-8 text-muted">
                {markersOf(markers, time, bucketSeconds)
                  .map((marker) => marker.label)
                  .join(", ")}
              </TD>
            </TR>
          ))
          .toReversed()}
      </tbody>
    </Table>
  );
}
