"use client";
import { egressRuleSchema } from "@annex/contract";
import { useState } from "react";
import { Input } from "../../ui/input";
import { Notice } from "../../ui/notice";
import { useWorkbench } from "../workbench-context";
import { RowList } from "./row-list";

export function EgressSettings() {
  const { detail, draft, edit } = useWorkbench();
  const { egress } = draft.content;
  const [host, setHost] = useState("");
  const [port, setPort] = useState("443");
  const [problem, setProblem] = useState<string | null>(null);
  const keyOf = (rule: { host: string; port: number }) => `${rule.host}:${rule.port}`;
  const add = () => {
    const parsed = egressRuleSchema.safeParse({ host: host.trim().toLowerCase(), port: Number(port) });
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return setProblem(
        issue?.path[0] === "port" ? "A port is a number from 1 to 65535." : (issue?.message ?? "Not a rule."),
      );
    }
    const rule = parsed.data;
    edit((content) => ({
      ...content,
      egress: [...content.egress.filter((known) => keyOf(known) !== keyOf(rule)), rule],
    }));
    setHost("");
    setProblem(null);
  };
  const remove = (key: string) =>
    edit((content) => ({ ...content, egress: content.egress.filter((rule) => keyOf(rule) !== key) }));
  const rows = egress.map((rule) => ({ key: keyOf(rule), content: <span className="truncate">{keyOf(rule)}</span> }));
  const list = (
    <RowList noun="rule" rows={rows} onRemove={remove} problem={problem} onAdd={add}>
      <Input
        aria-label="Host"
        placeholder="api.example.com or *.example.com"
        className="min-w-40 flex-1 font-mono"
        value={host}
        onChange={(event) => setHost(event.target.value)}
      />
      <Input
        aria-label="Port"
        inputMode="numeric"
        className="w-24 font-mono"
        value={port}
        onChange={(event) => setPort(event.target.value)}
      />
    </RowList>
  );
  if (detail.keepsEgressList) return list;
  return (
    <div className="flex flex-col gap-3">
      <Notice tone="warning" title={`In the cell ${detail.cell} this list has no effect`}>
        The cell is an AWS account whose functions are on a network that leads nowhere: they reach no host, listed or
        not. The list is kept with each release all the same.
      </Notice>
      {list}
    </div>
  );
}
