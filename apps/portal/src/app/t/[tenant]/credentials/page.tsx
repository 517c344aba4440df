import { CredentialPage } from "@/components/credentials/credential-page";

export const metadata = { title: "Credentials" };

export default function CredentialsPage() {
  return <CredentialPage />;
}
