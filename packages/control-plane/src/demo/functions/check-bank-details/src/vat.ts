import { austria, belgium, checkVAT, france, germany, italy, netherlands, poland, spain, switzerland } from "jsvat";

const countries = [austria, belgium, france, germany, italy, netherlands, poland, spain, switzerland];

/** What is wrong with a VAT number, in words. */
export function findVat(vatNumber: string | null): string[] {
  if (!vatNumber) return ["The VAT number is missing"];
  const { isValid, country } = checkVAT(vatNumber, countries);
  if (isValid) return [];
  return [
    country ? `VAT number ${vatNumber} has a wrong check digit` : `VAT number ${vatNumber} is of no known country`,
  ];
}
