import { ApiProvider } from "@/client/api-provider";
import { SetPassword } from "@/components/entry/set-password";

export const metadata = { title: "New password", referrer: "no-referrer" };

export default function NewPasswordPage() {
  return (
    <ApiProvider tenant={null}>
      <SetPassword />
    </ApiProvider>
  );
}
