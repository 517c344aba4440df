import type { Stop, StopScope } from "./load-stops.ts";

/** A stop is meant where everything that it names is what the call is about. */
function isMeant({ scope }: Stop, about: StopScope): boolean {
  return (
    (scope.functionId === undefined || scope.functionId === about.functionId) &&
    (scope.releaseNumber === undefined || scope.releaseNumber === about.releaseNumber) &&
    (scope.extensionPointKey === undefined || scope.extensionPointKey === about.extensionPointKey) &&
    (scope.runtime === undefined || scope.runtime === about.runtime)
  );
}

/** Those that act on a call at that time, in epoch milliseconds. Pure. */
export function stopsInForce(stops: readonly Stop[], about: StopScope, now: number): Stop[] {
  return stops.filter((stop) => now >= stop.from && now < stop.until && isMeant(stop, about));
}
