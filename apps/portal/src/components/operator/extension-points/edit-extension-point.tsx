"use client";
import {
  type ExtensionPoint,
  extensionPointImpactSchema,
  extensionPointSchema,
  type Field,
  portalRoutes,
  recordTypeUseSchema,
} from "@annex/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource } from "@/client/api-provider";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Page } from "../../ui/page";
import { Skeleton } from "../../ui/skeleton";
import { useRefusedFocus } from "../../ui/use-refused-focus";
import { ContractFields } from "./contract-fields";
import { ContractImpact } from "./contract-impact";
import { ContractVersions } from "./contract-versions";
import { type ExtensionPointForm, type FormErrors, formOf, readForm, refusedFields } from "./extension-point-input";

const listPath = "/operator/extension-points";

/** What a changed contract would break, asked for each contract that is well formed. */
function useImpact(point: ExtensionPoint, change: object | null) {
  const api = useApi();
  return useQuery({
    queryKey: ["impact", point.key, change],
    enabled: change !== null,
    queryFn: ({ signal }) =>
      api.send(
        "POST",
        portalRoutes.operator.extensionPointImpact(point.key),
        extensionPointImpactSchema,
        change,
        signal,
      ),
  });
}

function Editor({ point, fields }: { point: ExtensionPoint; fields: readonly Field[] }) {
  const api = useApi();
  const client = useQueryClient();
  const router = useRouter();
  const [form, setForm] = useState(() => formOf(point));
  const [errors, setErrors] = useState<FormErrors>({});
  const [accepted, setAccepted] = useState(false);
  const read = readForm(form);
  const change = "input" in read ? changeOf(read.input, point.version) : null;
  const unchanged = JSON.stringify(form) === JSON.stringify(formOf(point));
  const impact = useImpact(point, unchanged ? null : change);
  const update = useMutation({
    mutationFn: (input: object) =>
      api.send("PUT", portalRoutes.operator.extensionPoint(point.key), extensionPointSchema, input),
    onSuccess: async ({ key, version }) => {
      router.push(listPath);
      toast(`${key} is at version ${version}`, { description: "The data plane follows at once." });
      await client.invalidateQueries();
    },
    onError: (error) => setErrors(refusedFields(error)),
  });
  const set = (changed: Partial<ExtensionPointForm>) => {
    setForm({ ...form, ...changed });
    setAccepted(false);
    setErrors({});
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if ("errors" in read) setErrors(read.errors);
    else update.mutate({ ...changeOf(read.input, point.version), acceptBreaking: accepted });
  };
  const element = useRefusedFocus(update.isPending);
  const breaks = (impact.data?.breaks.length ?? 0) > 0;
  const showRefusal = update.error && Object.keys(refusedFields(update.error)).length === 0;
  return (
    <form ref={element} onSubmit={submit} noValidate className="flex max-w-2xl flex-col gap-5">
      {showRefusal && <ProblemNotice error={update.error} title="The extension point was not changed" />}
      <ContractFields form={form} errors={errors} fields={fields} onChange={set} />
      {!unchanged && impact.data && <ContractImpact impact={impact.data} accepted={accepted} onAccept={setAccepted} />}
      {!unchanged && impact.error && (
        <ProblemNotice
          error={impact.error}
          title="What the change would break is not known"
          onRetry={() => void impact.refetch()}
        />
      )}
      <div className="flex gap-2">
        <Button
          type="submit"
          variant={breaks ? "danger" : "primary"}
          disabled={unchanged || (breaks && !accepted)}
          busy={update.isPending}
        >
          Save as version {point.version + 1}
        </Button>
        <Button asChild variant="ghost">
          <Link href={listPath}>Cancel</Link>
        </Button>
      </div>
    </form>
  );
}

function changeOf(input: object, version: number): object {
  const { key: _, recordTypeKey: __, ...contract } = { key: "", recordTypeKey: "", ...input };
  return { ...contract, version };
}

/** Changes an extension point's contract, after it was told what that would break. */
export function EditExtensionPoint({ pointKey }: { pointKey: string }) {
  const points = useResource(portalRoutes.operator.extensionPoints(), z.array(extensionPointSchema));
  const types = useResource(portalRoutes.operator.recordTypes(), z.array(recordTypeUseSchema));
  const point = points.data?.find(({ key }) => key === pointKey);
  const error = points.error ?? types.error;
  const retry = () => {
    void points.refetch();
    void types.refetch();
  };
  return (
    <Page
      title={pointKey}
      description={point && `${point.name}, fields of ${point.recordTypeKey}, version ${point.version}`}
    >
      {point && types.data ? (
        <>
          <Editor
            key={point.version}
            point={point}
            fields={types.data.find(({ key }) => key === point.recordTypeKey)?.fields ?? []}
          />
          <ContractVersions pointKey={pointKey} />
        </>
      ) : error ? (
        <ProblemNotice error={error} title="The extension point could not be loaded" onRetry={retry} />
      ) : points.data && types.data ? (
        <EmptyState title="There is no such extension point" action={<Link href={listPath}>All extension points</Link>}>
          It may have been removed.
        </EmptyState>
      ) : (
        <div role="status" aria-label="Loading the extension point">
          <Skeleton className="h-96 max-w-2xl rounded-md" />
        </div>
      )}
    </Page>
  );
}
