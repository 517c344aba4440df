"use client";
import { createContext, useContext } from "react";

const MayChange = createContext(true);

/** Whether the person may change things below it: a viewer only reads. What they press all the same the API refuses. */
export const MayChangeProvider = MayChange.Provider;

/** What is told to who presses or types all the same. */
export const onlyReads = "You are a viewer here: ask an owner for the role developer.";

export function useMayChange(): boolean {
  return useContext(MayChange);
}
