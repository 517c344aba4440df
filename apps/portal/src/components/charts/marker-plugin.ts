import type uPlot from "uplot";
import { type ChartMarker, tokenValue } from "./chart-series";

export interface LabelSpan {
  readonly left: number;
  readonly width: number;
}

/** Which labels, oldest first, are written: the newest, and before it each that covers none of those. */
export function writtenLabels(spans: readonly LabelSpan[]): boolean[] {
  let taken = Number.POSITIVE_INFINITY;
  return spans
    .toReversed()
    .map(({ left, width }) => {
      const written = left + width <= taken;
      if (written) taken = left;
      return written;
    })
    .toReversed();
}

/** Draws a line and its label for each marker; a label that would cover a newer one is left to the table. */
export function markerPlugin(markers: () => readonly ChartMarker[]): uPlot.Plugin {
  const draw = (plot: uPlot) => {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = tokenValue("--control-line");
    ctx.fillStyle = tokenValue("--muted");
    ctx.lineWidth = ratio;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.font = `${11 * ratio}px ${tokenValue("--font-geist-sans") || "sans-serif"}`;
    ctx.textAlign = "left"; // the axes leave theirs
    ctx.textBaseline = "top";
    const right = bbox.left + bbox.width;
    const shown = markers()
      .map(({ at, label }) => ({ x: Math.round(plot.valToPos(new Date(at).getTime() / 1000, "x", true)), label }))
      .filter(({ x }) => x >= bbox.left && x <= right)
      .map(({ x, label }) => {
        const width = ctx.measureText(label).width + 8 * ratio;
        return { x, label, width, left: x + width > right ? x - width : x + 4 * ratio };
      })
      .toSorted((a, b) => a.x - b.x);
    const written = writtenLabels(shown);
    for (const [index, { x, label, left }] of shown.entries()) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      if (written[index]) ctx.fillText(label, left, bbox.top + 2 * ratio);
    }
    ctx.restore();
  };
  return { hooks: { draw } };
}
