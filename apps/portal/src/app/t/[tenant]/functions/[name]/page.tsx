import type { Metadata } from "next";
import { FunctionPage } from "@/components/workbench/function-page";
import { openedFunction } from "@/server/opened-function";

interface Props {
  params: Promise<{ tenant: string; name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params }: Props) {
  const { tenant, name: encoded } = await params;
  const name = decodeURIComponent(encoded);
  return <FunctionPage key={name} name={name} opened={await openedFunction(tenant, name)} />;
}
