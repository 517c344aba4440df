"use client";
import Link from "next/link";
import { useTenant } from "@/client/api-provider";
import { CallIt } from "../calling/call-it";
import { useWorkbench } from "./workbench-context";

/** How this function is called: at its extension point once it is bound there, by its name until then. */
export function CallFunction() {
  const tenant = useTenant();
  const { detail } = useWorkbench();
  const point = detail.extensionPoint;
  if (point && detail.bound)
    return (
      <CallIt callee={{ kind: "extension-point", name: point.key }} inputs={point.inputs}>
        The product calls it so, and every function that is bound at {point.key} runs.
      </CallIt>
    );
  return (
    <CallIt callee={{ kind: "function", name: detail.name }} inputs={point?.inputs ?? []}>
      {point && (
        <>
          It runs by its name so far; bind it at{" "}
          <Link href={`/t/${tenant}/extension-points#${point.key}`} className="text-accent-text underline">
            {point.key}
          </Link>{" "}
          and the product runs it there.
        </>
      )}
    </CallIt>
  );
}
