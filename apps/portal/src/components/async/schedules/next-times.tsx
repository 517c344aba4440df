"use client";
import { portalRoutes, schedulePreviewSchema } from "@annex/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useApi, useTenant } from "@/client/api-provider";
import { useDebounced } from "@/client/use-debounced";

const inZone = (timeZone: string) =>
  new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  });

/** The next five times of what is typed, in its own time zone; or what is wrong with it. */
export function NextTimes({ cron, timeZone }: { cron: string; timeZone: string }) {
  const api = useApi();
  const tenant = useTenant();
  const asked = useDebounced(`${cron}\n${timeZone}`);
  const preview = useQuery({
    queryKey: [tenant, portalRoutes.schedulePreview(), asked],
    queryFn: ({ signal }) => {
      const [wantedCron, wantedZone] = asked.split("\n");
      const body = { cron: wantedCron, timeZone: wantedZone };
      return api.send("POST", portalRoutes.schedulePreview(), schedulePreviewSchema, body, signal);
    },
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <section aria-live="polite" className="rounded-md border bg-panel px-3 py-2 text-sm">
      <h3 className="text-xs text-muted">Next five runs</h3>
      {preview.error ? (
        <p className="mt-1 text-red">{preview.error.message}</p>
      ) : (
        <ol className="mt-1 min-h-25 tabular-nums">
          {preview.data?.upcoming.map((at) => (
            <li key={at}>{inZone(asked.split("\n")[1] ?? "UTC").format(new Date(at))}</li>
          ))}
        </ol>
      )}
    </section>
  );
}
