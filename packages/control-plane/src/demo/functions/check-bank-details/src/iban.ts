import { friendlyFormatIBAN, ValidationErrorsIBAN, validateIBAN } from "ibantools";

/** What is wrong with an IBAN, in words. */
export function findIban(iban: string | null): string[] {
  if (!iban) return ["The IBAN is missing"];
  const { valid, errorCodes } = validateIBAN(iban.replace(/\s+/g, ""));
  if (valid) return [];
  if (errorCodes.includes(ValidationErrorsIBAN.WrongIBANChecksum))
    return [`IBAN ${friendlyFormatIBAN(iban)}: digits mixed up`];
  return [`IBAN ${iban} is not valid`];
}
