import { OperatorTokens } from "@/components/operator/operator-tokens";

export const metadata = { title: "Access tokens" };

export default function OperatorTokensPage() {
  return <OperatorTokens />;
}
