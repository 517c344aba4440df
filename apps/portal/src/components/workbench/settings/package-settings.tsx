"use client";
import { packageProblem } from "@annex/contract";
import { useState } from "react";
import { Button } from "../../ui/button";
import { Input } from "../../ui/input";
import { Notice } from "../../ui/notice";
import { Time } from "../../ui/time";
import { useWorkbench } from "../workbench-context";
import { RowList } from "./row-list";

export function PackageSettings() {
  const { draft, edit } = useWorkbench();
  const { packages, packagesAsOf, language, source } = draft.content;
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
      {packages.length > 0 && (
        <div className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1">
          <p className="min-w-0 flex-1 basis-60 text-xs text-muted">
            What they need keeps the versions of the last build, as its release tells them.
            {packagesAsOf !== undefined && (
              <>
                {" "}
                Newer ones were asked for <Time at={packagesAsOf} />.
              </>
            )}
          </p>
          <Button
            size="sm"
            title="The next build chooses the newest versions that fit"
            onClick={() => edit((content) => ({ ...content, packagesAsOf: new Date().toISOString() }))}
          >
            Take newer versions
          </Button>
        </div>
      )}
    </>
  );
}
