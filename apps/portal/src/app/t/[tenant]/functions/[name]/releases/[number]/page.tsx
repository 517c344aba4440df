import { ordinalParamSchema } from "@annex/contract";
import { notFound } from "next/navigation";
import { OwnReleasePage } from "@/components/release-source/own-release-page";

export const metadata = { title: "Release" };

export default async function Page({ params }: { params: Promise<{ name: string; number: string }> }) {
  const { name, number } = await params;
  if (!ordinalParamSchema.safeParse(number).success) notFound();
  return <OwnReleasePage name={decodeURIComponent(name)} number={Number(number)} />;
}
