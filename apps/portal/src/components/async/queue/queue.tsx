"use client";
import { type AcceptedInvocation, acceptedInvocationSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ListOrdered } from "lucide-react";
import Link from "next/link";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResourceKey, useTenant } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { FunctionSelect } from "../../function-select";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Select } from "../../ui/select";
import { TableSkeleton } from "../../ui/skeleton";
import { usePages } from "../use-pages";
import { QueueTable } from "./queue-table";

const any = "any";
const options = [
  { value: "waiting", label: "Not finished" },
  { value: "queued", label: "Queued" },
  { value: "running", label: "Running" },
  { value: "held", label: "Held" },
  { value: "done", label: "Done" },
  { value: "dead", label: "Given up" },
  { value: "cancelled", label: "Cancelled" },
];

/** Accepted invocations, each with how far it is; what has not begun can be cancelled. */
export function Queue() {
  const api = useApi();
  const tenant = useTenant();
  const cache = useQueryClient();
  const key = useResourceKey();
  const [state, setState] = useUrlState("state", "waiting");
  const [name, setName] = useUrlState("function", any);
  const path = portalRoutes.acceptedInvocations();
  const query = { state, function: name === any ? undefined : name };
  const accepted = usePages(path, acceptedInvocationSchema, query);
  const cancel = useMutation({
    mutationFn: ({ id }: AcceptedInvocation) => api.send("POST", portalRoutes.cancelAccepted(id), z.undefined()),
    onSuccess: (_, { functionName }) => toast.success(`The invocation of ${functionName} is cancelled`),
    onError: (error) => toast.error("The invocation was not cancelled", { description: error.message }),
    onSettled: () => cache.invalidateQueries({ queryKey: key(path) }),
  });
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <div className="w-44">
          <Select aria-label="State" value={state} onValueChange={setState} options={options} />
        </div>
        <div className="w-48">
          <FunctionSelect value={name} onChange={setName} any={[any, "Every function"]} />
        </div>
      </div>
      {accepted.isPending && <TableSkeleton label="Loading accepted invocations" />}
      {accepted.error && !accepted.data && (
        <ProblemNotice
          error={accepted.error}
          title="The invocations could not be loaded"
          onRetry={() => void accepted.refetch()}
        />
      )}
      {accepted.data && accepted.items.length === 0 && (
        <EmptyState
          icon={<ListOrdered aria-hidden />}
          title={state === "waiting" ? "Nothing waits" : "None in this state"}
          link={
            <Link href={`/t/${tenant}/invocations`} className="text-accent-text underline">
              See every invocation
            </Link>
          }
        >
          The product accepts an invocation with <code className="font-mono whitespace-nowrap">?mode=async</code>, or a
          schedule does; it waits here for its run.
        </EmptyState>
      )}
      {accepted.items.length > 0 && (
        <QueueTable
          invocations={accepted.items}
          busyId={cancel.isPending ? cancel.variables.id : null}
          onCancel={(invocation) => cancel.mutate(invocation)}
        />
      )}
      {accepted.hasNextPage && (
        <Button
          className="self-center"
          busy={accepted.isFetchingNextPage}
          onClick={() => void accepted.fetchNextPage()}
        >
          Show older
        </Button>
      )}
    </div>
  );
}
