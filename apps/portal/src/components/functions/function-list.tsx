"use client";
import { Plus, Search, SquareFunction, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useTenant } from "@/client/api-provider";
import { useDebounced } from "@/client/use-debounced";
import { useUrlState } from "@/client/use-url-state";
import { LoadMore } from "../load-more";
import { ProblemNotice } from "../problem-notice";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Input } from "../ui/input";
import { Page } from "../ui/page";
import { TableSkeleton } from "../ui/skeleton";
import { BinDialog } from "./bin/bin-dialog";
import { FunctionTable } from "./function-table";
import { type FunctionSort, type SortKey, sortFunctions } from "./sort-functions";
import { useFunctionPages } from "./use-function-pages";

function CreateButton({ tenant }: { tenant: string }) {
  return (
    <Button asChild variant="primary">
      <Link href={`/t/${tenant}/functions/new`}>
        <Plus aria-hidden className="size-4" />
        Create function
      </Link>
    </Button>
  );
}

export function FunctionList() {
  const tenant = useTenant();
  const [filter, setFilter] = useUrlState("q", "");
  const search = useDebounced(filter.trim());
  const [sort, setSort] = useState<FunctionSort>({ key: "name", down: false });
  const functions = useFunctionPages(search);
  const [bin, setBin] = useUrlState("bin", "");
  const onSort = (key: SortKey) => setSort({ key, down: sort.key === key ? !sort.down : key !== "name" });
  const shown = sortFunctions(functions.items ?? [], filter, sort);
  return (
    <Page
      title="Functions"
      description="Your own code, run at the product's extension points."
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
      {functions.isPending && <TableSkeleton label="Loading functions" />}
      {functions.error && !functions.items && (
        <ProblemNotice error={functions.error} title="The functions could not be loaded" onRetry={functions.retry} />
      )}
      {functions.items?.length === 0 && search === "" && filter === "" && (
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
          A function is a few lines of TypeScript, JavaScript or Python that read fields of a record and set others.
          From a template it runs in a few minutes.
        </EmptyState>
      )}
      {functions.items && (functions.items.length > 0 || filter !== "" || search !== "") && (
        <>
          <div className="relative max-w-72">
            <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-faint" />
            <Input
              type="search"
              aria-label="Filter functions"
              placeholder="Filter by name or description"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
              className="pl-8"
            />
          </div>
          {shown.length > 0 ? (
            <>
              <FunctionTable tenant={tenant} functions={shown} sort={sort} onSort={onSort} />
              {functions.hasMore && (
                <>
                  {sort.key !== "name" && (
                    <p className="text-center text-xs text-muted">
                      In order among the first {functions.items.length}; filter, or load more, for the others.
                    </p>
                  )}
                  <LoadMore busy={functions.loadingMore} onLoad={functions.loadMore} />
                </>
              )}
            </>
          ) : (
            <p className="py-8 text-center text-sm text-muted">
              No function matches “{filter}”.{" "}
              <button type="button" className="text-accent-text underline" onClick={() => setFilter("")}>
                Clear the filter
              </button>
            </p>
          )}
        </>
      )}
    </Page>
  );
}
