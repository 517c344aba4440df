"use client";
import { portalRoutes, type RecordType, recordSchema, recordTypeSchema } from "@annex/contract";
import { Database } from "lucide-react";
import Link from "next/link";
import { z } from "zod";
import { useResource, useTenant } from "@/client/api-provider";
import { useUrlState } from "@/client/use-url-state";
import { ProblemNotice } from "../problem-notice";
import { SearchInput } from "../search-input";
import { useCommands } from "../shell/commands";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { Select } from "../ui/select";
import { TableSkeleton } from "../ui/skeleton";
import { RecordPanel } from "./record-panel";
import { RecordTable } from "./record-table";
import { recordHas } from "./record-text";

const most = 200;

/** The tenant's records, one type at a time. */
export function RecordPage() {
  const types = useResource(portalRoutes.recordTypes(), z.array(recordTypeSchema));
  const [typeKey, setTypeKey] = useUrlState("type", types.data?.[0]?.key ?? "", { push: true });
  const type = types.data?.find(({ key }) => key === typeKey) ?? types.data?.[0];
  useCommands(
    (types.data ?? []).map(({ key, name }) => ({
      id: `records:${key}`,
      label: `Show records of ${name}`,
      group: "Page",
      run: () => setTypeKey(key),
    })),
  );
  return (
    <Page wide title="Records" description="The product's records that your functions read and set, newest first.">
      {types.data ? (
        type ? (
          <Records key={type.key} type={type} types={types.data} onType={setTypeKey} />
        ) : (
          <EmptyState icon={<Database aria-hidden />} title="No record type yet">
            A record type names the fields that functions may read and set. The product's operators declare them.
          </EmptyState>
        )
      ) : types.error ? (
        <ProblemNotice
          error={types.error}
          title="The record types could not be loaded"
          onRetry={() => void types.refetch()}
        />
      ) : (
        <TableSkeleton rows={8} label="Loading records" />
      )}
    </Page>
  );
}

interface RecordsProps {
  type: RecordType;
  types: readonly RecordType[];
  onType: (key: string) => void;
}

function Records({ type, types, onType }: RecordsProps) {
  const tenant = useTenant();
  const [text, setText] = useUrlState("text", "");
  const [openId, setOpenId] = useUrlState("record", "", { push: true });
  const records = useResource(portalRoutes.records(type.key), z.array(recordSchema), {
    query: { limit: most },
    refetchInterval: 5000,
  });
  const all = records.data ?? [];
  const shown = all.filter((record) => recordHas(record, type.fields, text));
  const options = types.map(({ key, name }) => ({ value: key, label: name, note: key }));
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <div className="w-44">
          <Select aria-label="Record type" value={type.key} onValueChange={onType} options={options} />
        </div>
        <SearchInput
          label="Search records"
          placeholder="Text in any field, or an ID"
          className="w-72"
          value={text}
          onValue={setText}
        />
        {records.data && (
          <p role="status" className="text-xs text-muted tabular-nums">
            {shown.length === all.length ? all.length : `${shown.length} of ${all.length}`}{" "}
            {all.length === most ? `newest records` : all.length === 1 ? "record" : "records"}
          </p>
        )}
      </div>
      {records.error && !records.data && (
        <ProblemNotice
          error={records.error}
          title="The records could not be loaded"
          onRetry={() => void records.refetch()}
        />
      )}
      {records.isPending && <TableSkeleton rows={8} label="Loading records" />}
      {records.data && all.length === 0 && (
        <EmptyState
          icon={<Database aria-hidden />}
          title={`No record of ${type.name} yet`}
          link={
            <Link href={`/t/${tenant}/settings`} className="text-accent-text underline">
              Create an API client
            </Link>
          }
        >
          The product writes records through the platform API, as does any API client with the scope records:write.
        </EmptyState>
      )}
      {all.length > 0 && shown.length === 0 && (
        <p className="py-8 text-center text-sm text-muted">
          No record on this page matches “{text}”.{" "}
          <button type="button" className="text-accent-text underline" onClick={() => setText("")}>
            Clear the search
          </button>
        </p>
      )}
      {shown.length > 0 && <RecordTable type={type} records={shown} openId={openId} onOpen={setOpenId} />}
      <RecordPanel type={type} record={all.find(({ id }) => id === openId)} onClose={() => setOpenId("")} />
    </>
  );
}
