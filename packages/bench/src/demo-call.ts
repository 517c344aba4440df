import { z } from "zod";
import { stack } from "./stack.ts";

/** Acme's demo function; it writes the invoice's number into its log. */
export const functionName = "check-bank-details";
/** The fields that it is called with. */
export const record = {
  "invoice.number": "R-1",
  "invoice.supplier": "Nord Metall GmbH",
  "invoice.total": 1200,
  "invoice.currency": "EUR",
  "invoice.iban": "DE89370400440532013000",
  "invoice.vatNumber": "DE136695976",
};

const tokenSchema = z.object({ access_token: z.string() });

/** A token of Acme's backend, as it gets one itself. */
export async function apiToken(): Promise<string> {
  const client = stack.apiClients.find(({ tenant }) => tenant === "acme");
  const basic = Buffer.from(`${client?.clientId}:${client?.clientSecret}`).toString("base64");
  const body = new URLSearchParams({ grant_type: "client_credentials" });
  const response = await fetch(`${stack.identity}/token`, {
    method: "POST",
    body,
    headers: { authorization: `Basic ${basic}` },
  });
  return tokenSchema.parse(await response.json()).access_token;
}
