import { performance } from "node:perf_hooks";

/** Gives the part of the time since the last call in which this thread had something to do, from 0 to 1. */
export function busyLoop(): () => number {
  let before = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    return utilization;
  };
}
