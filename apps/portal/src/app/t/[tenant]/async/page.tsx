import { AsyncPage } from "@/components/async/async-page";

export const metadata = { title: "Async" };

export default function Async() {
  return <AsyncPage />;
}
