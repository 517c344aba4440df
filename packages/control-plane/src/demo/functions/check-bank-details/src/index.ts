import { findIban } from "./iban.ts";
import { findVat } from "./vat.ts";

/** Checks the bank details of an invoice with published packages, so that a typo is found before money moves. */
export const handler: AnnexHandler = async (event) => {
  const problems = [...findIban(event.iban), ...findVat(event.vatNumber)];
  console.log("checked", event.number, problems.length === 0 ? "all right" : problems);
  return {
    status: problems.length === 0 ? "checked" : "needs attention",
    note: problems.length === 0 ? "IBAN and VAT number are valid" : problems.join("; "),
  };
};
