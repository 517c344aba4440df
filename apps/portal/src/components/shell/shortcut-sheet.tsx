"use client";
import { Dialog } from "../ui/dialog";
import { Keys, SpokenKeys } from "../ui/kbd";
import { useCommandList } from "./commands";

export function ShortcutSheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const commands = useCommandList().filter(({ keys }) => keys !== undefined);
  const groups = [...new Set(commands.map(({ group }) => group))];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <div className="grid gap-6 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-xs text-faint">{group}</h3>
            <dl>
              {commands
                .filter((command) => command.group === group)
                .map(({ id, label, keys = "" }) => (
                  <div
                    key={id}
                    className="flex h-8 items-center justify-between gap-4 border-b text-sm last:border-b-0"
                  >
                    <dt>{label}</dt>
                    <dd>
                      <Keys keys={keys} />
                      <span className="sr-only">
                        <SpokenKeys keys={keys} />
                      </span>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
