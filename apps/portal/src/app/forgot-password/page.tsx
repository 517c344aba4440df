import { ApiProvider } from "@/client/api-provider";
import { ForgotPassword } from "@/components/entry/forgot-password";

export const metadata = { title: "Forgot password" };

export default function ForgotPasswordPage() {
  return (
    <ApiProvider tenant={null}>
      <ForgotPassword />
    </ApiProvider>
  );
}
