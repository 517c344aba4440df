"use client";
import { type CreatedTenant, cellStatusSchema, createdTenantSchema, planSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { fieldError } from "@/client/api-error";
import { useApi, useResource } from "@/client/api-provider";
import { RefusalNotice } from "../../refusal-notice";
import { CreatedLink } from "../../settings/members/created-link";
import { Button } from "../../ui/button";
import { Field } from "../../ui/field";
import { FormDialog } from "../../ui/form-dialog";
import { Input } from "../../ui/input";
import { Select } from "../../ui/select";

/** `Nord Metall GmbH` becomes `nord-metall-gmbh`. */
function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return plain
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40);
}

const anyCell = "any";

interface CreateTenantProps {
  readonly onCreated: (created: CreatedTenant) => void;
  readonly onClose: () => void;
}

function CreateTenantDialog({ onCreated, onClose }: CreateTenantProps) {
  const api = useApi();
  const client = useQueryClient();
  const plans = useResource(portalRoutes.operator.plans(), z.array(planSchema));
  const cells = useResource(portalRoutes.operator.cells(), z.array(cellStatusSchema));
  const [name, setName] = useState("");
  const [typedSlug, setTypedSlug] = useState<string | null>(null);
  const [plan, setPlan] = useState("standard");
  const [cell, setCell] = useState(anyCell);
  const [ownerEmail, setOwnerEmail] = useState("");
  const slug = typedSlug ?? slugOf(name);
  const create = useMutation({
    mutationFn: () =>
      api.send("POST", portalRoutes.operator.tenants(), createdTenantSchema, {
        ...{ name, slug, plan },
        ...(cell === anyCell ? {} : { cellId: cell }),
        ...(ownerEmail.trim() === "" ? {} : { ownerEmail }),
      }),
    onSuccess: async (created) => {
      await client.invalidateQueries();
      onCreated(created);
    },
  });
  const fields = ["name", "slug", "plan", "cellId", "ownerEmail"];
  return (
    <FormDialog
      title="Create tenant"
      description="A customer of the product who may write functions. Its functions are apart from every other tenant's from the first one on."
      verb="Create tenant"
      busy={create.isPending}
      noValidate
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <RefusalNotice error={create.error} at={fields} title="The tenant was not created" />
      <Field label="Name" error={fieldError(create.error, "name")}>
        {(control) => (
          <Input
            {...control}
            placeholder="Nord Metall GmbH"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <Field
        label="Slug"
        error={fieldError(create.error, "slug")}
        hint="In addresses and in the tags of its Lambda functions. It cannot be changed later."
      >
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            value={slug}
            onChange={(event) => setTypedSlug(event.target.value.trim())}
          />
        )}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Plan" error={fieldError(create.error, "plan")}>
          {(control) => (
            <Select
              {...control}
              value={plan}
              onValueChange={setPlan}
              options={(plans.data ?? []).map(({ key, name: label }) => ({ value: key, label, note: key }))}
            />
          )}
        </Field>
        <Field label="Cell" error={fieldError(create.error, "cellId")}>
          {(control) => (
            <Select
              {...control}
              value={cell}
              onValueChange={setCell}
              options={[
                { value: anyCell, label: "The one with the fewest tenants" },
                ...(cells.data ?? []).map(({ id: value, name: label, region }) => ({ value, label, note: region })),
              ]}
            />
          )}
        </Field>
      </div>
      <Field
        label="First owner's e-mail"
        error={fieldError(create.error, "ownerEmail")}
        hint="Optional. The person is invited, and can invite everyone else."
      >
        {(control) => (
          <Input
            {...control}
            type="email"
            maxLength={254}
            value={ownerEmail}
            onChange={(event) => setOwnerEmail(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  );
}

/** The button that makes a tenant, and shows its first owner's link once. */
export function CreateTenant() {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [created, setCreated] = useState<CreatedTenant | null>(null);
  const show = (id: string) => router.push(`/operator/tenants/${id}`);
  const finish = (made: CreatedTenant) => {
    setOpen(false);
    if (made.invitation) return setCreated(made);
    toast(`${made.tenant.name} is there`);
    show(made.tenant.id);
  };
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        Create tenant
      </Button>
      {open && <CreateTenantDialog onCreated={finish} onClose={() => setOpen(false)} />}
      {created?.invitation && (
        <CreatedLink
          title={`${created.tenant.name} is there`}
          link={created.invitation.link}
          expiresAt={created.invitation.expiresAt}
          onClose={() => show(created.tenant.id)}
        >
          {created.invitation.email} gets an e-mail with this link. It works once and is shown here once.
        </CreatedLink>
      )}
    </>
  );
}
