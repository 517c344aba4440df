"use client";
import {
  type FieldValues,
  fieldValuesSchema,
  portalRoutes,
  type RecordedPayload,
  type ReplayTarget,
  replaySchema,
} from "@annex/contract";
import { useMutation } from "@tanstack/react-query";
import { useApi, useResource } from "@/client/api-provider";

/** A text as the JSON that it is, else as a text. */
function jsonOf(text: string): FieldValues[string] {
  try {
    const parsed = fieldValuesSchema.safeParse({ value: JSON.parse(text) });
    return parsed.data?.value ?? text;
  } catch {
    return text;
  }
}

interface Asked {
  readonly target: ReplayTarget;
  /** What was typed for the fields that were redacted. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Replays a recorded invocation and follows the replay until it is done. */
export function useReplay({ invocationId }: RecordedPayload) {
  const api = useApi();
  const start = useMutation({
    mutationFn: ({ target, texts }: Asked) => {
      const given = Object.entries(texts).filter(([, text]) => text !== "");
      const fields = Object.fromEntries(given.map(([path, text]) => [path, jsonOf(text)]));
      return api.send("POST", portalRoutes.replays(invocationId), replaySchema, { target, fields });
    },
  });
  const id = start.data?.id;
  const followed = useResource(portalRoutes.replay(id ?? ""), replaySchema, {
    query: { wait: 20 },
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === "done" ? false : 100),
  });
  const replay = id === undefined ? undefined : (followed.data ?? start.data);
  return {
    start,
    replay,
    error: start.error ?? followed.error,
    isRunning: start.isPending || (replay !== undefined && replay.state !== "done" && !followed.error),
  };
}
