"use client";
import { type Account, portalRoutes, type StartedTotp, startedTotpSchema } from "@annex/contract";
import { useState } from "react";
import { useApi } from "@/client/api-provider";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Time } from "../ui/time";
import { ConfirmTotp } from "./confirm-totp";
import { PasswordDialog } from "./password-dialog";
import { RecoveryCodeList } from "./recovery-code-list";
import { RemoveTotp } from "./remove-totp";

/** Whether a code of an authenticator app is asked for beside the password. */
export function TwoStep({ account }: { account: Account }) {
  const api = useApi();
  const [started, setStarted] = useState<StartedTotp | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [removing, setRemoving] = useState(false);
  const [starting, setStarting] = useState(false);
  const { totpSince, recoveryCodesLeft } = account;
  return (
    <section className="flex flex-col gap-3 border-t pt-4">
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1 basis-60">
          <h2 className="flex items-center gap-2 text-base font-semibold">
            Authenticator app
            {totpSince === null ? (
              <Badge>Off</Badge>
            ) : (
              <Badge tone="green" dot>
                On
              </Badge>
            )}
          </h2>
          <p className="text-sm text-muted">
            {totpSince === null ? (
              "With it, a password alone signs nobody in: a code from your phone is asked for as well."
            ) : (
              <>
                A code is asked for with each sign-in, since <Time at={totpSince} />; {recoveryCodesLeft} recovery codes
                are left.
              </>
            )}
          </p>
        </div>
        {totpSince === null ? (
          <Button onClick={() => setStarting(true)}>Set up</Button>
        ) : (
          <Button variant="danger" onClick={() => setRemoving(true)}>
            Turn off
          </Button>
        )}
      </div>
      {starting && (
        <PasswordDialog
          title="Set up an authenticator app"
          description="First your password: whoever sits at a session of yours that was left open shall not set up theirs."
          verb="Continue"
          failure="It was not begun"
          send={(password) => api.send("POST", portalRoutes.totp(), startedTotpSchema, { password })}
          onSent={(answer) => {
            setStarting(false);
            setStarted(answer);
          }}
          onClose={() => setStarting(false)}
        />
      )}
      {started && <ConfirmTotp started={started} onConfirmed={setCodes} onClose={() => setStarted(null)} />}
      {codes && <RecoveryCodeList codes={codes} onClose={() => setCodes(null)} />}
      {removing && <RemoveTotp onClose={() => setRemoving(false)} />}
    </section>
  );
}
