import type { Metadata } from "next";
import { FunctionPage } from "@/components/workbench/function-page";
import { openedFunction } from "@/server/opened-function";

interface Props {
  params: Promise<{ tenant: string; name: string }>;
  searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

/** The first value, as the browser's URLSearchParams has it. */
function first(value: string | readonly string[] | undefined): string {
  return (typeof value === "string" ? value : value?.[0]) ?? "";
}

export default async function Page({ params, searchParams }: Props) {
  const { tenant, name: encoded } = await params;
  const name = decodeURIComponent(encoded);
  const { tab, range } = await searchParams;
  const opened = await openedFunction({ tenant, functionName: name, tab: first(tab), range: first(range) });
  return <FunctionPage key={name} name={name} opened={opened} />;
}
