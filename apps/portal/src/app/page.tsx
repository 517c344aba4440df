import { redirect } from "next/navigation";
import { sessionUser } from "@/server/session";
import { homeOf } from "@/server/session-user";

export default async function HomePage() {
  const user = await sessionUser();
  redirect(user ? homeOf(user) : "/signin");
}
