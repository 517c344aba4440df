import type { Metadata } from "next";
import { FunctionPage } from "@/components/workbench/function-page";

interface Props {
  params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params }: Props) {
  const name = decodeURIComponent((await params).name);
  return <FunctionPage key={name} name={name} />;
}
