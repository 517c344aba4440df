import { SigningKeys } from "@/components/operator/signing-keys/signing-keys";

export const metadata = { title: "Signing keys" };

export default function SigningKeysPage() {
  return <SigningKeys />;
}
