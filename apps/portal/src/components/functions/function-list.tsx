"use client";
import { type FunctionSummary, functionSummarySchema } from "@annex/contract";
import { Plus, SquareFunction, Trash2 } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { useTenant } from "@/client/api-provider";
import { useMayChange } from "@/client/may-change";
import { useDebounced } from "@/client/use-debounced";
import { useUrlState } from "@/client/use-url-state";
import { ProblemNotice } from "../problem-notice";
import { SearchInput } from "../search-input";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Page } from "../ui/page";
import { Select } from "../ui/select";
import { TableSkeleton } from "../ui/skeleton";
import { VirtualTable } from "../ui/virtual-table";
import { BinDialog } from "./bin/bin-dialog";
import { functionColumns } from "./function-columns";
import { useFunctionPages } from "./use-function-pages";

const rowKey = ({ id }: FunctionSummary) => id;
const anyState = "any";
const words = { draft: "Draft", deploying: "Deploying", active: "Active", failed: "Failed" } as const;
const states = [
  { value: anyState, label: "Any state" },
  ...functionSummarySchema.shape.state.options.map((value) => ({ value, label: words[value] })),
];

function CreateButton({ tenant }: { tenant: string }) {
  if (!useMayChange()) return null;
  return (
    <Button asChild variant="primary">
      <Link href={`/t/${tenant}/functions/new`}>
        <Plus aria-hidden className="size-4" />
        Create function
      </Link>
    </Button>
  );
}

function NoFunction({ tenant }: { tenant: string }) {
  return (
    <EmptyState
      icon={<SquareFunction aria-hidden />}
      title="No function yet"
      action={<CreateButton tenant={tenant} />}
      link={
        <Link href={`/t/${tenant}/extension-points`} className="text-accent-text underline">
          See where functions can run
        </Link>
      }
    >
      A function is a few lines of TypeScript, JavaScript or Python that read fields of a record and set others. From a
      template it runs in a few minutes.
    </EmptyState>
  );
}

/** The tenant's functions, however many: searched, filtered, sorted and cut by the server. */
export function FunctionList() {
  const tenant = useTenant();
  const [filter, setFilter] = useUrlState("q", "");
  const [state, setState] = useUrlState("state", anyState);
  const [sort, setSort] = useUrlState("sort", "name");
  const search = useDebounced(filter.trim());
  const functions = useFunctionPages({ search, sort, state: state === anyState ? undefined : state });
  const [bin, setBin] = useUrlState("bin", "");
  const columns = useMemo(() => functionColumns(tenant), [tenant]);
  const isFiltered = filter !== "" || search !== "" || state !== anyState;
  const { count } = functions;
  const clear = () => {
    setFilter("");
    setState(anyState);
  };
  return (
    <Page
      title="Functions"
      description="Your own code, run at the product's extension points."
      wide
      actions={
        <>
          <Button variant="ghost" onClick={() => setBin("open")}>
            <Trash2 aria-hidden className="size-4" />
            Bin
          </Button>
          <CreateButton tenant={tenant} />
        </>
      }
    >
      <BinDialog open={bin === "open"} onOpenChange={(open) => setBin(open ? "open" : "")} />
      {functions.error && count === null && (
        <ProblemNotice error={functions.error} title="The functions could not be loaded" onRetry={functions.retry} />
      )}
      {count === null && !functions.error && <TableSkeleton label="Loading functions" />}
      {count === 0 && !isFiltered && <NoFunction tenant={tenant} />}
      {count !== null && (count > 0 || isFiltered) && (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <SearchInput
              label="Filter functions"
              placeholder="Filter by name or description"
              value={filter}
              onValue={setFilter}
              className="w-72 max-w-full"
            />
            <div className="w-36">
              <Select aria-label="State" value={state} onValueChange={setState} options={states} />
            </div>
            <p role="status" className="text-xs text-muted tabular-nums">
              {count.toLocaleString("en")} {count === 1 ? "function" : "functions"}
            </p>
          </div>
          <VirtualTable
            key={`${sort} ${search} ${state}`}
            label="Functions"
            columns={columns}
            count={count}
            rowHeight={48}
            rowAt={functions.rowAt}
            rowKey={rowKey}
            onVisible={functions.onVisible}
            sort={sort}
            onSort={setSort}
            empty={
              <>
                No function matches.{" "}
                <button type="button" className="text-accent-text underline" onClick={clear}>
                  Clear the filter
                </button>
              </>
            }
            className="max-h-[calc(100dvh-13rem)]"
          />
        </>
      )}
    </Page>
  );
}
