import Link from "next/link";
import { Button } from "../ui/button";

/** What a page says whose address leads to nothing. */
export function NothingHere({ home }: { home: { readonly href: string; readonly label: string } }) {
  return (
    <div className="mx-auto max-w-md px-6 py-24 text-center">
      <h1 className="text-xl font-semibold">There is nothing at this address</h1>
      <p className="mt-2 mb-4 text-sm text-muted">
        It may have been deleted, or it belongs to a tenant that you are no member of.
      </p>
      <Button asChild>
        <Link href={home.href}>{home.label}</Link>
      </Button>
    </div>
  );
}
