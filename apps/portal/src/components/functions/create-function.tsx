"use client";
import {
  createFunctionSchema,
  extensionPointSchema,
  functionDetailSchema,
  functionNameSchema,
  portalRoutes,
  templateSchema,
} from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { z } from "zod";
import { ApiError, fieldError } from "@/client/api-error";
import { useApi, useResource, useTenant } from "@/client/api-provider";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Page } from "../ui/page";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { useRefusedFocus } from "../ui/use-refused-focus";
import { TemplateCards } from "./template-cards";

const none = "none";

function nameProblem(name: string): string | null {
  if (name === "") return null;
  const parsed = functionNameSchema.safeParse(name);
  return parsed.success ? null : (parsed.error.issues[0]?.message ?? null);
}

/** What the server said of the name: taken, most often. */
function refusedName(error: Error | null): string | null {
  if (!(error instanceof ApiError)) return null;
  return fieldError(error, "name") ?? (error.problem?.code === "conflict" ? error.message : null);
}

export function CreateFunction() {
  const tenant = useTenant();
  const api = useApi();
  const router = useRouter();
  const client = useQueryClient();
  const templates = useResource(portalRoutes.templates(), z.array(templateSchema));
  const points = useResource(portalRoutes.extensionPoints(), z.array(extensionPointSchema));
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const [chosenPoint, setPoint] = useState<string | null>(null);
  const [chosenTemplate, setTemplate] = useState<string | null>(null);

  const point = chosenPoint ?? points.data?.[0]?.key ?? none;
  const fitting = (templates.data ?? []).filter(
    ({ forExtensionPoint }) => forExtensionPoint === null || forExtensionPoint === point,
  );
  const template = fitting.find(({ key }) => key === chosenTemplate)?.key ?? fitting[0]?.key ?? "";
  const create = useMutation({
    mutationFn: () =>
      api.send(
        "POST",
        portalRoutes.functions(),
        functionDetailSchema,
        createFunctionSchema.parse({ name, description, extensionPointKey: point === none ? null : point, template }),
      ),
    onSuccess: async (created) => {
      await client.invalidateQueries();
      router.push(`/t/${tenant}/functions/${created.name}`);
    },
  });
  const form = useRefusedFocus(create.isPending);
  const problem = nameProblem(name) ?? refusedName(create.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name !== "" && nameProblem(name) === null) create.mutate();
  };
  const pointOptions = [
    ...(points.data ?? []).map(({ key, name: label }) => ({ value: key, label: key, note: label })),
    { value: none, label: "None: call it by name only" },
  ];
  const waiting = templates.isPending || points.isPending;
  const failed = templates.error ?? points.error;

  return (
    <Page
      title="Create function"
      description="Choose where it runs and what to start from. All but the name can be changed later."
    >
      <form ref={form} onSubmit={submit} className="flex max-w-2xl flex-col gap-5">
        {failed && <ProblemNotice error={failed} title="The choices could not be loaded" />}
        {create.error && refusedName(create.error) === null && (
          <ProblemNotice error={create.error} title="The function was not created" />
        )}
        <Field label="Name" error={problem} hint="Lower-case letters, digits and hyphens. It cannot be changed later.">
          {(control) => (
            <Input
              {...control}
              required
              placeholder="score-invoice"
              value={name}
              onChange={(event) => {
                setName(event.target.value);
                create.reset();
              }}
            />
          )}
        </Field>
        <Field label="Description" hint="Optional: what it does, for your colleagues.">
          {(control) => (
            <Input
              {...control}
              maxLength={300}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Extension point"
          hint="The place in the product that will call it. It decides which fields the function may read and set."
        >
          {(control) => (
            <Select
              {...control}
              value={point}
              onValueChange={setPoint}
              options={pointOptions}
              disabled={points.isPending}
            />
          )}
        </Field>
        <div className="flex flex-col gap-1">
          <p className="text-sm font-medium">Template</p>
          {waiting ? (
            <div role="status" aria-label="Loading templates" className="grid gap-2 sm:grid-cols-2">
              <Skeleton className="h-20" />
              <Skeleton className="h-20" />
            </div>
          ) : (
            <TemplateCards templates={fitting} value={template} onChange={setTemplate} />
          )}
        </div>
        <div className="flex gap-2">
          <Button changes type="submit" variant="primary" busy={create.isPending} disabled={waiting}>
            Create function
          </Button>
          <Button asChild variant="ghost">
            <Link href={`/t/${tenant}/functions`}>Cancel</Link>
          </Button>
        </div>
      </form>
    </Page>
  );
}
