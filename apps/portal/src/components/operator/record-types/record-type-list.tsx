"use client";
import { portalRoutes, type RecordTypeUse, recordTypeUseSchema } from "@annex/contract";
import { Plus, Table2 } from "lucide-react";
import Link from "next/link";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { formatCount } from "@/format/units";
import { ProblemNotice } from "../../problem-notice";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Page } from "../../ui/page";
import { TableSkeleton } from "../../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../../ui/table";

function CreateLink() {
  return (
    <Button asChild variant="primary">
      <Link href="/operator/record-types/new">
        <Plus aria-hidden className="size-4" />
        Create record type
      </Link>
    </Button>
  );
}

function TypeTable({ types }: { types: readonly RecordTypeUse[] }) {
  return (
    <Table label="Record types">
      <THead>
        <tr>
          <TH>Name</TH>
          <TH>Key</TH>
          <TH end>Fields</TH>
          <TH end>Records</TH>
          <TH>Extension points</TH>
        </tr>
      </THead>
      <tbody>
        {types.map(({ key, name, fields, records, extensionPoints }) => (
          <TR key={key}>
            <TD>
              <Link href={`/operator/record-types/${key}`} className="font-medium hover:underline">
                {name}
              </Link>
            </TD>
            <TD className="font-mono text-xs">{key}</TD>
            <TD end>{fields.length}</TD>
            <TD end>{formatCount(records)}</TD>
            <TD className="text-muted">{extensionPoints.length === 0 ? "none" : extensionPoints.join(", ")}</TD>
          </TR>
        ))}
      </tbody>
    </Table>
  );
}

/** What the product keeps, type by type. */
export function RecordTypeList() {
  const types = useResource(portalRoutes.operator.recordTypes(), z.array(recordTypeUseSchema));
  return (
    <Page
      title="Record types"
      description="What the product keeps for its tenants. Extension points hand their fields to tenants' functions and take fields back."
      actions={<CreateLink />}
    >
      {types.data ? (
        types.data.length === 0 ? (
          <EmptyState icon={<Table2 />} title="No record types yet" action={<CreateLink />}>
            Declare what the product keeps, such as an invoice with its number and total. Extension points build on it.
          </EmptyState>
        ) : (
          <TypeTable types={types.data} />
        )
      ) : types.error ? (
        <ProblemNotice
          error={types.error}
          title="The record types could not be loaded"
          onRetry={() => void types.refetch()}
        />
      ) : (
        <TableSkeleton label="Loading record types" />
      )}
    </Page>
  );
}
