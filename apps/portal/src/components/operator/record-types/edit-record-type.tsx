"use client";
import { portalRoutes, type RecordTypeUse, recordTypeUseSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource } from "@/client/api-provider";
import { ConfirmByName } from "../../confirm-by-name";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Page } from "../../ui/page";
import { Skeleton } from "../../ui/skeleton";
import { RecordTypeForm } from "./record-type-form";
import { formOf } from "./record-type-input";

const listPath = "/operator/record-types";

function DeleteRecordType({ type }: { type: RecordTypeUse }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.operator.recordType(type.key), z.undefined()),
    onSuccess: async () => {
      router.push(listPath);
      toast(`${type.name} is deleted`);
      await client.invalidateQueries();
    },
  });
  const used = type.records > 0 || type.extensionPoints.length > 0;
  return (
    <>
      <Button variant="ghost" disabled={used} title={used ? "It is in use" : undefined} onClick={() => setOpen(true)}>
        Delete
      </Button>
      {open && (
        <ConfirmByName
          name={type.key}
          title={`Delete ${type.name}`}
          description="Nothing uses it: no extension point and no record. It is gone for good."
          verb="Delete record type"
          error={remove.error}
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

function Editor({ type }: { type: RecordTypeUse }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const update = useMutation({
    mutationFn: (input: object) =>
      api.send("PUT", portalRoutes.operator.recordType(type.key), recordTypeUseSchema, {
        ...input,
        version: type.version,
      }),
    onSuccess: async ({ name }) => {
      router.push(listPath);
      toast(`${name} is changed`, { description: "Extension points and records follow at once." });
      await client.invalidateQueries();
    },
  });
  return (
    <Page
      title={type.name}
      description={`Version ${type.version}. A field that an extension point uses, or that a record holds a value in, can neither be removed nor become another type.`}
      actions={<DeleteRecordType type={type} />}
    >
      <RecordTypeForm
        start={formOf(type)}
        fixedKey
        verb="Save"
        busy={update.isPending}
        error={update.error}
        onSubmit={({ name, fields }) => update.mutate({ name, fields })}
      />
    </Page>
  );
}

/** Changes a record type, or deletes one that nothing uses. */
export function EditRecordType({ typeKey }: { typeKey: string }) {
  const types = useResource(portalRoutes.operator.recordTypes(), z.array(recordTypeUseSchema));
  const type = types.data?.find(({ key }) => key === typeKey);
  if (type) return <Editor key={type.version} type={type} />;
  return (
    <Page title={typeKey}>
      {types.data ? (
        <EmptyState title="There is no such record type" action={<Link href={listPath}>All record types</Link>}>
          It may have been deleted.
        </EmptyState>
      ) : types.error ? (
        <ProblemNotice
          error={types.error}
          title="The record type could not be loaded"
          onRetry={() => void types.refetch()}
        />
      ) : (
        <div role="status" aria-label="Loading the record type">
          <Skeleton className="h-64 max-w-4xl rounded-md" />
        </div>
      )}
    </Page>
  );
}
