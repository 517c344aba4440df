"use client";
import { signIn } from "next-auth/react";

/** Signs in and opens `next` as a whole new page; where that fails, the sign-in page says why. */
export async function signInWith(email: string, password: string, next: string): Promise<void> {
  const answer = await signIn("credentials", { email, password, redirect: false }).catch(() => undefined);
  window.location.assign(answer?.ok && !answer.error ? next : "/signin");
}
