import type uPlot from "uplot";
import { tokenValue } from "./chart-series";
import { isPartial } from "./time-axis";

/** Shades the bucket that is still being filled: that its line falls does not mean that anything fell. */
export function partialPlugin(bucketSeconds: () => number): uPlot.Plugin {
  const draw = (plot: uPlot) => {
    const { ctx, bbox } = plot;
    const last = plot.data[0].at(-1);
    if (last === undefined || !isPartial(new Date(last * 1000).toISOString(), bucketSeconds())) return;
    const before = plot.data[0].at(-2) ?? last;
    const [from, to] = [before, last].map((at) =>
      Math.min(Math.max(plot.valToPos(at, "x", true), bbox.left), bbox.left + bbox.width),
    );
    if (from === undefined || to === undefined || to <= from) return;
    ctx.save();
    ctx.fillStyle = `${tokenValue("--faint")}26`;
    ctx.fillRect(from, bbox.top, to - from, bbox.height);
    ctx.restore();
  };
  return { hooks: { drawClear: draw } };
}
