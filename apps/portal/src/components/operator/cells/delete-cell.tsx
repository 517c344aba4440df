"use client";
import { type CellStatus, portalRoutes } from "@annex/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { useApi } from "@/client/api-provider";
import { ConfirmByName } from "../../confirm-by-name";
import { Button } from "../../ui/button";

/** Forgets a cell that nothing is placed in. */
export function DeleteCell({ cell }: { cell: CellStatus }) {
  const api = useApi();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => api.send("DELETE", portalRoutes.operator.cell(cell.id), z.undefined()),
    onSuccess: async () => {
      await client.invalidateQueries();
      toast(`The cell ${cell.name} is deleted`);
    },
  });
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setAsking(true)}>
        Delete
      </Button>
      {asking && (
        <ConfirmByName
          name={cell.name}
          title={`Delete the cell ${cell.name}`}
          description="The platform forgets the account. What it made there stays until you delete the account's stack in AWS."
          verb="Delete cell"
          error={remove.error}
          busy={remove.isPending}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
