"use client";
import { createContext, useContext } from "react";

/** Where other systems get tokens and call functions, without a slash at the end. */
export interface Addresses {
  readonly dataPlane: string;
  readonly identity: string;
}

const AddressesContext = createContext<Addresses | null>(null);

export const AddressesProvider = AddressesContext.Provider;

export function useAddresses(): Addresses {
  const addresses = useContext(AddressesContext);
  if (!addresses) throw new Error("No AddressesProvider above.");
  return addresses;
}
