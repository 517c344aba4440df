"use client";
import { packageSchema } from "@annex/contract";
import { useState } from "react";
import { Input } from "../../ui/input";
import { Notice } from "../../ui/notice";
import { useWorkbench } from "../workbench-context";
import { RowList } from "./row-list";

export function PackageSettings() {
  const { draft, edit } = useWorkbench();
  const { packages, language, source } = draft.content;
  const [name, setName] = useState("");
  const [version, setVersion] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  if (language === "python" || source.kind === "zip") {
    return (
      <Notice>
        Packages can be added to functions in TypeScript or JavaScript. Others bring theirs along in a zip.
      </Notice>
    );
  }
  const add = () => {
    const parsed = packageSchema.safeParse({ name: name.trim(), version: version.trim() });
    if (!parsed.success) return setProblem(parsed.error.issues[0]?.message ?? "Not a package.");
    edit((content) => ({
      ...content,
      packages: [...content.packages.filter((known) => known.name !== parsed.data.name), parsed.data],
    }));
    setName("");
    setVersion("");
    setProblem(null);
  };
  const remove = (key: string) =>
    edit((content) => ({ ...content, packages: content.packages.filter((known) => known.name !== key) }));
  const rows = packages.map((known) => ({
    key: known.name,
    content: (
      <>
        <span className="truncate">{known.name}</span>
        <span className="text-muted">{known.version}</span>
      </>
    ),
  }));
  return (
    <RowList noun="package" rows={rows} onRemove={remove} problem={problem} onAdd={add}>
      <Input
        aria-label="Name of the package"
        placeholder="ibantools"
        className="min-w-40 flex-1 font-mono"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Input
        aria-label="Version of the package"
        placeholder="4.5.1"
        className="w-28 font-mono"
        value={version}
        onChange={(event) => setVersion(event.target.value)}
      />
    </RowList>
  );
}
