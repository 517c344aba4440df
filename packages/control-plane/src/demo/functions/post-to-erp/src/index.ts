import { exchange } from "./connection.ts";
import { postingOf, readAnswer } from "./message.ts";

/** Books an approved invoice in an ERP that speaks a protocol of its own over TCP. */
export const handler: AnnexHandler = async (event) => {
  const answer = readAnswer(await exchange("erp.demo.internal", 7001, postingOf(event)));
  console.log("ERP answered", answer);
  if (answer.status !== "OK") return { erpReference: null, note: `The ERP refused the invoice: ${answer.text}` };
  return { erpReference: answer.reference, note: `Booked in the ERP as ${answer.reference}` };
};
