"use client";
import { credentialSchema, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { fieldError } from "@/client/api-error";
import { useApi, useResourceKey } from "@/client/api-provider";
import { FunctionSelect } from "../function-select";
import { ProblemNotice } from "../problem-notice";
import { Field } from "../ui/field";
import { FormDialog } from "../ui/form-dialog";
import { Input, Textarea } from "../ui/input";
import { Select } from "../ui/select";

const kinds = [
  { value: "oauth2_client", label: "OAuth2 client" },
  { value: "secret", label: "Secret" },
];
const everyFunction = "";
const nothing = { name: "", clientId: "", clientSecret: "", scope: "records:read records:write", value: "" };

/** Takes a credential; its value goes one way only. Mount it while it is open. */
export function CreateCredential({ onClose }: { onClose: () => void }) {
  const api = useApi();
  const client = useQueryClient();
  const key = useResourceKey();
  const [kind, setKind] = useState("oauth2_client");
  const [functionName, setFunctionName] = useState(everyFunction);
  const [values, setValues] = useState(nothing);
  const { name, clientId, clientSecret, scope, value } = values;
  const create = useMutation({
    mutationFn: () => {
      const shared = { kind, name, functionName: functionName === everyFunction ? null : functionName };
      const body = kind === "secret" ? { ...shared, value } : { ...shared, clientId, clientSecret, scope };
      return api.send("POST", portalRoutes.credentials(), credentialSchema, body);
    },
    onSuccess: () => {
      toast.success(`Created the credential ${name}`, { description: "Map it to a parameter on a function's page." });
      void client.invalidateQueries({ queryKey: key(portalRoutes.credentials()) });
      onClose();
    },
  });
  const set = (field: keyof typeof nothing) => (text: string) => setValues({ ...values, [field]: text });
  const anyFieldError = Object.keys(nothing).some((field) => fieldError(create.error, field));
  return (
    <FormDialog
      title="Create credential"
      description="Its value is encrypted at once and never shown again. A function gets it as an input parameter."
      verb="Create credential"
      busy={create.isPending}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      {create.error && !anyFieldError && <ProblemNotice error={create.error} title="It was not created" />}
      <Field label="Kind">
        {(control) => <Select {...control} value={kind} onValueChange={setKind} options={kinds} />}
      </Field>
      <Field
        label="Name"
        hint="Lower-case letters, digits and hyphens, such as acme-records."
        error={fieldError(create.error, "name")}
      >
        {(control) => <Text control={control} mono value={name} onValue={set("name")} maxLength={60} />}
      </Field>
      {kind === "oauth2_client" ? (
        <>
          <Field label="Client ID" hint="Of an API client; see Settings." error={fieldError(create.error, "clientId")}>
            {(control) => <Text control={control} mono value={clientId} onValue={set("clientId")} maxLength={200} />}
          </Field>
          <Field label="Client secret" error={fieldError(create.error, "clientSecret")}>
            {(control) => (
              <Text control={control} secret value={clientSecret} onValue={set("clientSecret")} maxLength={500} />
            )}
          </Field>
          <Field label="Scope" hint="Separated by spaces." error={fieldError(create.error, "scope")}>
            {(control) => <Text control={control} mono value={scope} onValue={set("scope")} maxLength={500} />}
          </Field>
        </>
      ) : (
        <Field
          label="Value"
          hint="A key, a password or a PEM, up to 4,096 characters."
          error={fieldError(create.error, "value")}
        >
          {(control) => (
            <Textarea
              {...control}
              required
              maxLength={4096}
              autoComplete="off"
              className="font-mono"
              value={value}
              onChange={(event) => set("value")(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className="flex flex-col gap-1">
        <span className="text-sm font-medium">For</span>
        <FunctionSelect
          value={functionName || "every"}
          onChange={(chosen) => setFunctionName(chosen === "every" ? everyFunction : chosen)}
          any={["every", "Every function"]}
        />
      </div>
    </FormDialog>
  );
}

interface TextProps {
  control: { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean | undefined };
  value: string;
  onValue: (value: string) => void;
  maxLength: number;
  mono?: boolean;
  secret?: boolean;
}

function Text({ control, value, onValue, maxLength, mono = false, secret = false }: TextProps) {
  return (
    <Input
      {...control}
      required
      type={secret ? "password" : "text"}
      autoComplete={secret ? "new-password" : "off"}
      maxLength={maxLength}
      {...(mono ? { className: "font-mono" } : {})}
      value={value}
      onChange={(event) => onValue(event.target.value)}
    />
  );
}
