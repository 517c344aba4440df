"use client";
import {
  type Expectation,
  type FieldValues,
  portalRoutes,
  type RecordedRun,
  type TestEvent,
  testEventSchema,
} from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey } from "@/client/api-provider";
import { formatExact } from "@/format/time";
import { useWorkbench } from "../workbench-context";

interface Saved {
  readonly name: string;
  readonly record: FieldValues;
  /** Left out it stays; null takes it away. */
  readonly expected?: Expectation | null;
}

/** Saves and deletes the function's test events, which everybody of the tenant sees. */
export function useTestEvents() {
  const { detail, test } = useWorkbench();
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const path = portalRoutes.testEvents(detail.name);
  const refresh = () => client.invalidateQueries({ queryKey: key(path) });
  const save = useMutation({
    mutationFn: (saved: Saved) => api.send("POST", path, testEventSchema, saved),
    onSuccess: async (event) => {
      await refresh();
      test.setRecord(event.record, event.name);
      toast.success(`Saved the test event ${event.name}`);
    },
    onError: (error) => toast.error(error.message),
  });
  const remove = useMutation({
    mutationFn: ({ id }: TestEvent) => api.send("DELETE", portalRoutes.testEvent(detail.name, id), z.undefined()),
    onSuccess: async (_, { name, record, expected }) => {
      test.setRecord(record);
      await refresh();
      toast(`Deleted ${name}`, {
        action: { label: "Undo", onClick: () => save.mutate({ name, record, expected }) },
      });
    },
    onError: (error) => toast.error(error.message),
  });
  const saveRecorded = useMutation({
    mutationFn: ({ invocationId, recordedAt }: RecordedRun) =>
      api.send("POST", portalRoutes.recordedTestEvents(detail.name), testEventSchema, {
        invocationId,
        name: `Recorded ${formatExact(recordedAt)}`.slice(0, 80),
      }),
    onSuccess: async (event) => {
      await refresh();
      test.setRecord(event.record, event.name);
      toast.success(`Saved the test event ${event.name}`);
    },
    onError: (error) => toast.error(error.message),
  });
  return { save, saveRecorded, remove };
}
