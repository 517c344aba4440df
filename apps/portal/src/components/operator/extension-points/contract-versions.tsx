"use client";
import { extensionPointVersionSchema, portalRoutes } from "@annex/contract";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { formatMs } from "@/format/units";
import { Actor } from "../../actor";
import { ProblemNotice } from "../../problem-notice";
import { TableSkeleton } from "../../ui/skeleton";
import { Table, TD, TH, THead, TR } from "../../ui/table";
import { Time } from "../../ui/time";

const bare = (paths: readonly string[]) => (paths.length === 0 ? "nothing" : paths.join(", "));

/** The contract as it was, version by version, the newest first. */
export function ContractVersions({ pointKey }: { pointKey: string }) {
  const versions = useResource(
    portalRoutes.operator.extensionPointVersions(pointKey),
    z.array(extensionPointVersionSchema),
  );
  return (
    <section aria-labelledby="versions" className="flex flex-col gap-2">
      <h2 id="versions" className="text-base font-semibold">
        Versions
      </h2>
      {versions.data ? (
        <Table label="Versions of the contract">
          <THead>
            <tr>
              <TH end>Version</TH>
              <TH>Changed</TH>
              <TH>A function may read</TH>
              <TH>A function may set</TH>
              <TH end>Timeout</TH>
              <TH>On failure</TH>
            </tr>
          </THead>
          <tbody>
            {versions.data.map((version) => (
              <TR key={version.number}>
                <TD end>{version.number}</TD>
                <TD>
                  <Time at={version.createdAt} />{" "}
                  <span className="text-muted">
                    by <Actor actor={version.createdBy} />
                  </span>
                </TD>
                <TD className="max-w-72 truncate font-mono text-xs" title={bare(version.inputFields)}>
                  {bare(version.inputFields)}
                </TD>
                <TD className="max-w-72 truncate font-mono text-xs" title={bare(version.outputFields)}>
                  {bare(version.outputFields)}
                </TD>
                <TD end>{formatMs(version.timeoutMs)}</TD>
                <TD>{version.failureMode}</TD>
              </TR>
            ))}
          </tbody>
        </Table>
      ) : versions.error ? (
        <ProblemNotice
          error={versions.error}
          title="The versions could not be loaded"
          onRetry={() => void versions.refetch()}
        />
      ) : (
        <TableSkeleton rows={2} label="Loading versions" />
      )}
    </section>
  );
}
