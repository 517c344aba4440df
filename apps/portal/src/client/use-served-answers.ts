"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useResourceKey } from "./api-provider";

/** Takes answers that came with the page, by their path, as if they had been asked for at `readAt`; newer ones stay. */
export function useServedAnswers(answers: Readonly<Record<string, unknown>>, readAt: number): void {
  const client = useQueryClient();
  const keyOf = useResourceKey();
  // before the components below first ask, on the server too
  useState(() => {
    for (const [path, answer] of Object.entries(answers)) {
      const key = keyOf(path);
      if (answer !== undefined && (client.getQueryState(key)?.dataUpdatedAt ?? 0) < readAt)
        client.setQueryData(key, answer, { updatedAt: readAt });
    }
  });
}
