"use client";
import { draftContentSchema, maxEnvironmentBytes } from "@annex/contract";
import { useState } from "react";
import { formatCount } from "@/format/units";
import { Input } from "../../ui/input";
import { useWorkbench } from "../workbench-context";
import { RowList } from "./row-list";

/** As Lambda counts: names and values together, in UTF-8. */
function bytesOf(environment: Readonly<Record<string, string>>): number {
  const encoder = new TextEncoder();
  return Object.entries(environment).reduce((sum, [key, value]) => sum + encoder.encode(key + value).length, 0);
}

export function EnvironmentSettings() {
  const { draft, edit } = useWorkbench();
  const { environment } = draft.content;
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const add = () => {
    const parsed = draftContentSchema.shape.environment.safeParse({ [name]: value });
    if (!parsed.success) return setProblem(parsed.error.issues[0]?.message ?? "Not a variable.");
    if (/^(ANNEX|AWS)_/.test(name)) return setProblem("Names that begin with ANNEX_ or AWS_ belong to the platform.");
    edit((content) => ({ ...content, environment: { ...content.environment, [name]: value } }));
    setName("");
    setValue("");
    setProblem(null);
  };
  const remove = (key: string) =>
    edit((content) => ({
      ...content,
      environment: Object.fromEntries(Object.entries(content.environment).filter(([candidate]) => candidate !== key)),
    }));
  const bytes = bytesOf(environment);
  const isOver = bytes > maxEnvironmentBytes;
  const rows = Object.entries(environment).map(([key, content]) => ({
    key,
    content: (
      <>
        <span className="shrink-0">{key}</span>
        <span className="truncate text-muted">{content}</span>
      </>
    ),
  }));
  return (
    <div className="flex flex-col gap-2">
      <RowList noun="variable" rows={rows} onRemove={remove} problem={problem} onAdd={add}>
        <Input
          aria-label="Name of the variable"
          placeholder="API_URL"
          className="w-44 font-mono"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Input
          aria-label="Value of the variable"
          placeholder="https://…"
          className="min-w-40 flex-1 font-mono"
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </RowList>
      {bytes > 0 && (
        <p role="status" className={isOver ? "text-xs text-red" : "text-xs text-muted"}>
          {formatCount(bytes)} of the {formatCount(maxEnvironmentBytes)} bytes that Lambda takes for names and values
          together.{isOver && " Remove a variable or shorten one: this cannot be deployed."}
        </p>
      )}
    </div>
  );
}
