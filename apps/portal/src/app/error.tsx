"use client";
import { useRouter } from "next/navigation";
import { startTransition, useEffect, useEffectEvent } from "react";
import { Button } from "@/components/ui/button";
import { databaseAway } from "@/format/error-digest";

const againMs = 5_000;

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  const isAway = error.digest === databaseAway;
  const tryAgain = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  const tryAgainLater = useEffectEvent(tryAgain);
  useEffect(() => {
    if (!isAway) return;
    const timer = setInterval(tryAgainLater, againMs);
    return () => clearInterval(timer);
  }, [isAway]);
  return (
    <div role="alert" className="mx-auto max-w-md px-6 py-24 text-center">
      <h1 className="text-xl font-semibold">
        {isAway ? "The platform's database does not answer" : "This page could not be shown"}
      </h1>
      <p className="mt-2 mb-4 text-sm text-muted">
        {isAway
          ? "What you saved is kept. This page tries again by itself every few seconds."
          : `Something went wrong on our side; what you saved is kept. Try again${
              error.digest ? `, and give support the code ${error.digest}` : ""
            }.`}
      </p>
      <Button onClick={tryAgain}>Try again</Button>
    </div>
  );
}
