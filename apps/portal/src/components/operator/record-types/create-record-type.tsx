"use client";
import { portalRoutes, recordTypeUseSchema } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { useApi } from "@/client/api-provider";
import { Page } from "../../ui/page";
import { RecordTypeForm } from "./record-type-form";
import { newRow } from "./record-type-input";

/** Declares a type of record that the product keeps. */
export function CreateRecordType() {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const [start] = useState(() => ({ key: "", name: "", rows: [newRow()] }));
  const create = useMutation({
    mutationFn: (input: unknown) => api.send("POST", portalRoutes.operator.recordTypes(), recordTypeUseSchema, input),
    onSuccess: async ({ name }) => {
      await client.invalidateQueries();
      toast(`${name} is there`, { description: "Extension points can hand over its fields from now on." });
      router.push("/operator/record-types");
    },
  });
  return (
    <Page
      title="Create record type"
      description="What the product keeps: the fields that extension points hand to tenants' functions and take back."
    >
      <RecordTypeForm
        start={start}
        verb="Create record type"
        busy={create.isPending}
        error={create.error}
        onSubmit={(input) => create.mutate(input)}
      />
    </Page>
  );
}
