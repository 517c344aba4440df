import type uPlot from "uplot";
import { type ChartMarker, tokenValue } from "./chart-series";

/** Draws a line and its label for each marker; a label that would cover its neighbour is left to the table. */
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
    let free = bbox.left;
    for (const { at, label } of markers()) {
      const x = Math.round(plot.valToPos(new Date(at).getTime() / 1000, "x", true));
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      const width = ctx.measureText(label).width + 8 * ratio;
      const right = bbox.left + bbox.width;
      const left = x + width > right ? x - width : x + 4 * ratio;
      if (left < free) continue;
      ctx.fillText(label, left, bbox.top + 2 * ratio);
      free = left + width;
    }
    ctx.restore();
  };
  return { hooks: { draw } };
}
