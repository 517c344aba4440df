import { ApiProvider } from "@/client/api-provider";
import { AcceptInvitation } from "@/components/entry/accept-invitation";

export const metadata = { title: "Invitation", referrer: "no-referrer" };

export default function InvitationPage() {
  return (
    <ApiProvider tenant={null}>
      <AcceptInvitation />
    </ApiProvider>
  );
}
