import { notFound } from "next/navigation";

/** Every other address: said within the shell. */
export default function Page() {
  notFound();
}
