"use client";
import Link from "next/link";
import { formatMs } from "@/format/units";
import { Badge } from "../ui/badge";
import { Time } from "../ui/time";
import type { Incident } from "./incidents";
import { useIncidents } from "./use-incidents";

function IncidentRow({ incident }: { incident: Incident }) {
  const { tone, word, href, text, since, until } = incident;
  return (
    <Link href={href} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm hover:bg-hover">
      <Badge tone={tone} dot>
        {word}
      </Badge>
      <span className="min-w-0 flex-1 break-words">{text}</span>
      <span className="text-muted">
        {until === null ? (
          <>
            open since <Time at={since} />
          </>
        ) : (
          <>
            lasted {formatMs(Date.parse(until) - Date.parse(since))}, closed <Time at={until} />
          </>
        )}
      </span>
    </Link>
  );
}

function Incidents({ title, incidents }: { title: string; incidents: readonly Incident[] }) {
  if (incidents.length === 0) return null;
  return (
    <section aria-label={title} className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">{title}</h2>
      <ul className="divide-y rounded-md border">
        {incidents.map((incident) => (
          <li key={incident.key}>
            <IncidentRow incident={incident} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What wants an operator's eye now, and what did a while ago. Nothing where nothing does. */
export function OverviewIncidents({ interval }: { interval: number | false }) {
  const { open, closed } = useIncidents(interval);
  return (
    <>
      <Incidents title="Running incidents" incidents={open} />
      <Incidents title="Closed lately" incidents={closed} />
    </>
  );
}
