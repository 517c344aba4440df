"use client";
import type { ReactNode } from "react";
import { DeleteFunction } from "./delete-function";
import { EgressSettings } from "./egress-settings";
import { EnvironmentSettings } from "./environment-settings";
import { LayerSettings } from "./layer-settings";
import { PackageSettings } from "./package-settings";
import { RetrySettings } from "./retry-settings";
import { RuntimeSettings } from "./runtime-settings";
import { ZipUpload } from "./zip-upload";

function Section({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <section
      aria-label={title}
      className="grid gap-3 border-b py-5 last:border-b-0 md:grid-cols-[220px_minmax(0,1fr)] md:gap-8"
    >
      <div>
        <h2 className="text-sm font-semibold">{title}</h2>
        <p className="mt-0.5 text-xs text-muted">{hint}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  );
}

/** What else a release is made from, saved with the draft and in effect from the next deployment on; and what the function itself has. */
export function SettingsTab() {
  return (
    <div className="w-full max-w-4xl px-4 md:px-6">
      <Section title="Runtime" hint="Saved with the draft; in effect from the next deployment on.">
        <RuntimeSettings />
      </Section>
      <Section title="Environment variables" hint="Not for secrets: use a credential for those.">
        <EnvironmentSettings />
      </Section>
      <Section
        title="Packages"
        hint="In exact versions, from npm or the Python index; put into the function when it is built."
      >
        <PackageSettings />
      </Section>
      <Section
        title="Layers"
        hint="Files below /opt, shared by functions. Files of a later layer win over those before it."
      >
        <LayerSettings />
      </Section>
      <Section title="Egress" hint="The hosts that the function may reach. Everything else is refused.">
        <EgressSettings />
      </Section>
      <Section
        title="Retries"
        hint="Of invocations that are accepted first and run later. In effect at once; a binding may have its own."
      >
        <RetrySettings />
      </Section>
      <Section title="Zip" hint="Replaces the files by a zip that you built. It is deployed as it is.">
        <ZipUpload />
      </Section>
      <Section
        title="Delete"
        hint="The function, its releases and its test events. Its invocations stay in the ledger."
      >
        <DeleteFunction />
      </Section>
    </div>
  );
}
