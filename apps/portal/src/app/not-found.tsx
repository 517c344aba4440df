import Link from "next/link";
import { NothingHere } from "@/components/shell/nothing-here";
import { Mark } from "@/components/shell/rail";

export default function NotFound() {
  return (
    <>
      <header className="flex h-12 items-center border-b bg-panel px-4">
        <Link href="/" className="flex items-center gap-2 text-base font-semibold">
          <Mark /> Annex
        </Link>
      </header>
      <main>
        <NothingHere home={{ href: "/", label: "Go home" }} />
      </main>
    </>
  );
}
