"use client";
import {
  credentialSchema,
  type Diagnostic,
  type DraftContent,
  type FunctionDetail,
  portalRoutes,
} from "@annex/contract";
import { checkMapping, type MappingContract } from "@annex/field-mapping";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi, useResource, useTenant } from "@/client/api-provider";
import { onlyReads, useMayChange } from "@/client/may-change";
import { useUrlState } from "@/client/use-url-state";
import { formatActor } from "@/format/actor";
import { draftBackup } from "./draft-backup";
import { type DraftSnapshot, DraftStore } from "./draft-store";
import { type TestState, useTest } from "./use-test";

/** A place in the code that the editor is asked to show; `at` makes two requests for one place differ. */
export interface CodePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly at: number;
}

export interface Workbench {
  readonly detail: FunctionDetail;
  readonly draft: DraftSnapshot;
  readonly store: DraftStore;
  readonly edit: (change: (content: DraftContent) => DraftContent) => void;
  readonly contract: MappingContract;
  /** Everything that is known to be wrong, from the mapping's check and the last test or deployment. */
  readonly diagnostics: readonly Diagnostic[];
  readonly setBuildDiagnostics: (diagnostics: readonly Diagnostic[]) => void;
  readonly test: TestState;
  readonly tab: string;
  readonly setTab: (tab: string) => void;
  readonly file: string;
  readonly setFile: (file: string) => void;
  readonly place: CodePlace | null;
  /** Shows a place of the code, on the tab Code. */
  readonly jump: (file: string, line?: number, column?: number) => void;
}

const WorkbenchContext = createContext<Workbench | null>(null);

const noFields = { inputs: [], outputs: [] };

const refuseEdit = () => void toast(onlyReads, { id: "viewer" });

export function WorkbenchProvider({ detail, children }: { detail: FunctionDetail; children: ReactNode }) {
  const api = useApi();
  const tenant = useTenant();
  const [store] = useState(
    () =>
      new DraftStore({ api, functionName: detail.name, draft: detail.draft, backup: draftBackup(tenant, detail.name) }),
  );
  useEffect(() => {
    // told apart from the page: it is saved again within a second, and what is said about it must last longer
    if (store.snapshot().restored)
      toast("Edits that were not saved last time are back from this browser's copy.", {
        id: `restored:${detail.id}`,
        duration: 10_000,
      });
  }, [store, detail.id]);
  useEffect(() => {
    if (store.refresh(detail.draft))
      toast(`${formatActor(detail.draft.updatedBy)} saved a newer draft; it is on screen now`);
  }, [store, detail.draft]);
  const mayChange = useMayChange();
  const draft = useSyncExternalStore(store.subscribe, store.snapshot, store.served);
  const credentials = useResource(portalRoutes.credentials(), z.array(credentialSchema));
  const contract = useMemo(() => {
    const usable = credentials.data?.filter(
      ({ functionName }) => functionName === null || functionName === detail.name,
    );
    return { ...(detail.extensionPoint ?? noFields), ...(usable ? { credentials: usable } : {}) };
  }, [detail.extensionPoint, detail.name, credentials.data]);
  const [build, setBuildDiagnostics] = useState<readonly Diagnostic[]>([]);
  const test = useTest(detail, store, setBuildDiagnostics);
  const [tab, setTab] = useUrlState("tab", "code", { push: true });
  const [file, setFile] = useUrlState("file", "");
  const [place, setPlace] = useState<CodePlace | null>(null);
  const { mapping } = draft.content;
  const diagnostics = useMemo(
    () => [
      ...build.filter(({ source }) => source !== "mapping"),
      ...checkMapping(mapping, contract).map((problem) => ({
        source: "mapping" as const,
        severity: "error" as const,
        ...problem,
      })),
    ],
    [build, mapping, contract],
  );
  const jump = (target: string, line = 1, column = 1) => {
    if (tab !== "code") setTab("code");
    setFile(target);
    setPlace({ file: target, line, column, at: Date.now() });
  };
  return (
    <WorkbenchContext
      value={{
        detail,
        draft,
        store,
        edit: mayChange ? store.edit : refuseEdit,
        contract,
        diagnostics,
        setBuildDiagnostics,
        test,
        tab,
        setTab,
        file,
        setFile,
        place,
        jump,
      }}
    >
      {children}
    </WorkbenchContext>
  );
}

export function useWorkbench(): Workbench {
  const workbench = useContext(WorkbenchContext);
  if (!workbench) throw new Error("No WorkbenchProvider above.");
  return workbench;
}
