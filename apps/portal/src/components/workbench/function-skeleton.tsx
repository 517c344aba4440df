import { Skeleton } from "../ui/skeleton";

/** In the shape of a function's page. `name` is left out where it is not known yet. */
export function FunctionSkeleton({ name = "the function" }: { name?: string }) {
  return (
    <div role="status" aria-label={`Opening ${name}`} className="flex flex-col gap-4">
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-6 w-96 max-w-full" />
      <Skeleton className="h-96" />
    </div>
  );
}
