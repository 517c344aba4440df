"use client";
import { packageProblem } from "@annex/contract";
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
  if (source.kind === "zip") return <Notice>A zip brings its packages along.</Notice>;
  const python = language === "python";
  const add = () => {
    // an index of Python takes names in any case
    const added = { name: python ? name.trim().toLowerCase() : name.trim(), version: version.trim() };
    const refusal = packageProblem(python ? "python" : "npm", added);
    if (refusal) return setProblem(refusal);
    edit((content) => ({
      ...content,
      packages: [...content.packages.filter((known) => known.name !== added.name), added],
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
    <>
      {python ? (
        <p className="mb-2 text-sm text-muted">
          Packages of the Python index that need no compiling: pure Python, or a wheel for Linux. What they need comes
          along, locked by version and checksum; nothing of them is run while it is installed.
        </p>
      ) : null}
      <RowList noun="package" rows={rows} onRemove={remove} problem={problem} onAdd={add}>
        <Input
          aria-label="Name of the package"
          placeholder={python ? "requests" : "ibantools"}
          className="min-w-40 flex-1 font-mono"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Input
          aria-label="Version of the package"
          placeholder={python ? "2.32.3" : "4.5.1"}
          className="w-28 font-mono"
          value={version}
          onChange={(event) => setVersion(event.target.value)}
        />
      </RowList>
    </>
  );
}
