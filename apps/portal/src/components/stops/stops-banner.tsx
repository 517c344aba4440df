"use client";
import { portalRoutes, type Stop, stopSchema } from "@annex/contract";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { Notice } from "../ui/notice";
import { Time } from "../ui/time";

const stopsSchema = z.array(stopSchema);
const lookEveryMs = 10_000;

const titles: Record<Stop["effect"], (target: string) => string> = {
  warn: (target) => `${target}: the budget is nearly used up`,
  throttle: (target) => `${target}: only few invocations go through`,
  pause: (target) => `${target}: paused`,
};

function titleOf({ kind, effect, target }: Stop): string {
  if (kind === "extension_point") return `Extension point ${target} is paused`;
  if (kind === "tenant") return "This tenant is suspended";
  if (kind === "runtime") return `Runtime ${target} is paused`;
  return titles[effect](target);
}

/** On every page of a tenant: what keeps its calls from going through, why, and what to do. */
export function StopsBanner() {
  const { data } = useResource(portalRoutes.stops(), stopsSchema, { refetchInterval: lookEveryMs });
  if (!data || data.length === 0) return null;
  return (
    <div className="flex flex-col gap-2 border-b px-4 py-3 md:px-6">
      {data.map((stop) => (
        <Notice key={stop.id} tone={stop.effect === "pause" ? "error" : "warning"} title={titleOf(stop)}>
          {stop.reason} {stop.whatToDo} Since <Time at={stop.since} />.
        </Notice>
      ))}
    </div>
  );
}
