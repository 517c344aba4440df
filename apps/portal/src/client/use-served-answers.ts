"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Query } from "./api";
import { useResourceKey } from "./api-provider";

/** The answer of a path, to a query where it takes one; undefined where the API has to be asked. */
export interface ServedAnswer {
  readonly path: string;
  readonly query?: Query;
  readonly answer: unknown;
}

/** Takes answers that came with the page as if they had been asked for at `readAt`; newer ones stay. */
export function useServedAnswers(answers: readonly ServedAnswer[], readAt: number): void {
  const client = useQueryClient();
  const keyOf = useResourceKey();
  // before the components below first ask, on the server too
  useState(() => {
    for (const { path, query, answer } of answers) {
      const key = keyOf(path, query);
      if (answer !== undefined && (client.getQueryState(key)?.dataUpdatedAt ?? 0) < readAt)
        client.setQueryData(key, answer, { updatedAt: readAt });
    }
  });
}
