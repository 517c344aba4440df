"use client";
import { type LogLine, logLineSchema, portalRoutes } from "@annex/contract";
import { useEffect, useRef, useState } from "react";
import { useTenant } from "@/client/api-provider";

interface LogTailOptions {
  readonly query: Readonly<Record<string, string | undefined>>;
  /** The ID of the newest line of the list; undefined while the list is on its way: then nothing is followed. */
  readonly from: string | undefined;
  readonly paused: boolean;
  /** New lines wait while somebody reads further down. */
  readonly held: () => boolean;
  /** More came than a tail catches up with: the list is to be read anew. */
  readonly onBehind: () => void;
}

interface LogTail {
  /** Newest first, without those that wait. */
  readonly lines: readonly LogLine[];
  readonly waiting: number;
  readonly takeIn: () => void;
  readonly lost: boolean;
}

/** Lines are drawn together this often. */
const drawEveryMs = 120;
const comeAgainMs = 2000;
/** What a browser holds of a tail; the list below it has the rest. */
const mostHeld = 5000;

function urlOf(tenant: string, query: LogTailOptions["query"], after: string): string {
  const search = new URLSearchParams({ tenant, after });
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value);
  return `${portalRoutes.logTail()}?${search}`;
}

/** Follows new lines; after a pause or a lost connection it goes on with the line after the last one it saw. */
export function useLogTail({ query, from, paused, held, onBehind }: LogTailOptions): LogTail {
  const tenant = useTenant();
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [waiting, setWaiting] = useState<readonly LogLine[]>([]);
  const [lost, setLost] = useState(false);
  const last = useRef("0");
  const latest = useRef({ held, onBehind });
  useEffect(() => {
    latest.current = { held, onBehind };
  });
  const key = JSON.stringify([tenant, query, from]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search is another tail
  useEffect(() => {
    setLines([]);
    setWaiting([]);
    last.current = from ?? "0";
  }, [key]);

  const takeIn = () => {
    setLines((old) => [...waiting, ...old].slice(0, mostHeld));
    setWaiting([]);
  };
  useEffect(() => {
    if (waiting.length === 0) return;
    const timer = setInterval(() => latest.current.held() || takeIn(), drawEveryMs);
    return () => clearInterval(timer);
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` holds tenant, query and beginning
  useEffect(() => {
    if (from === undefined || paused) return;
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let fresh: LogLine[] = [];
    let drawing: ReturnType<typeof setTimeout> | undefined;
    const draw = () => {
      const came = fresh.toReversed();
      fresh = [];
      drawing = undefined;
      setWaiting((old) => [...came, ...old].slice(0, mostHeld));
    };
    const open = () => {
      const stream = new EventSource(urlOf(tenant, query, last.current));
      source = stream;
      stream.onopen = () => setLost(false);
      stream.addEventListener("line", (event) => {
        const line = logLineSchema.parse(JSON.parse(event.data));
        if (BigInt(line.id) <= BigInt(last.current)) return;
        last.current = line.id;
        fresh.push(line);
        drawing ??= setTimeout(draw, drawEveryMs); // where nothing comes, nothing runs
      });
      stream.addEventListener("behind", () => latest.current.onBehind());
      stream.onerror = () => {
        setLost(true);
        // what the server refused outright the browser does not try again
        if (stream.readyState === EventSource.CLOSED) again = setTimeout(open, comeAgainMs);
      };
    };
    open();
    return () => {
      source?.close();
      clearTimeout(again);
      clearTimeout(drawing);
      if (fresh.length > 0) setWaiting((old) => [...fresh.toReversed(), ...old]);
    };
  }, [key, paused]);
  return { lines, waiting: waiting.length, takeIn, lost: lost && !paused };
}
