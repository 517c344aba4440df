"use client";
import type { Field } from "@annex/contract";
import Link from "next/link";
import type { ReactNode } from "react";
import { useAddresses } from "@/client/addresses";
import { useTenant } from "@/client/api-provider";
import { CodeBlock } from "../ui/code-block";
import { type Callee, callCommands } from "./call-commands";

interface CallItProps {
  callee: Callee;
  /** Each gets a sample value. */
  inputs: readonly Field[];
  /** More that is worth knowing, after what is told of any call. */
  children?: ReactNode;
}

/** How another system calls a function or an extension point: commands to paste, and where everything else stands. */
export function CallIt({ callee, inputs, children }: CallItProps) {
  const tenant = useTenant();
  const addresses = useAddresses();
  return (
    <section aria-label={`Call ${callee.name}`} className="flex min-w-0 flex-col gap-2 text-left">
      <h3 className="text-sm font-semibold">Call it</h3>
      <p className="text-sm text-muted">
        Set <code className="font-mono text-xs">CLIENT_ID</code> and{" "}
        <code className="font-mono text-xs">CLIENT_SECRET</code> to those of an{" "}
        <Link href={`/t/${tenant}/settings?tab=api-clients`} className="text-accent-text underline">
          API client
        </Link>
        , then paste this into a shell.
      </p>
      <CodeBlock title="Commands" code={callCommands(addresses, callee, inputs)} />
      <p className="text-sm text-muted">
        {children} The data plane is at <code className="font-mono text-xs break-all">{addresses.dataPlane}</code>; its{" "}
        <a
          href={`${addresses.dataPlane}/reference`}
          target="_blank"
          rel="noreferrer"
          className="text-accent-text underline"
        >
          API reference
        </a>{" "}
        has the rest: answers, errors, streams, calls that do not wait.
      </p>
    </section>
  );
}
