import { RunPage } from "@/components/invocations/run/run-page";

export const metadata = { title: "Invocation" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeURIComponent((await params).id);
  return <RunPage key={id} id={id} />;
}
