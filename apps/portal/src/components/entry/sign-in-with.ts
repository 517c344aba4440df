"use client";
import { signIn } from "next-auth/react";

/** Signs in with a password that was set just now and opens `next` as a whole new page; where more is asked for, the sign-in page does. */
export async function signInWith(email: string, password: string, next: string): Promise<void> {
  const answer = await signIn("credentials", { email, password, redirect: false }).catch(() => undefined);
  window.location.assign(answer?.ok && !answer.error ? next : "/signin?done=password");
}
