import { existsSync, statSync } from "node:fs";

// Each mask is a mount, and mounts are what a cold start waits for: what tells nothing about neighbours or the
// operator's set-up (ciphers, drivers, addresses that are zero for everybody) stays.
const files = [
  "cmdline",
  "diskstats",
  "interrupts",
  "kallsyms",
  "key-users",
  "keys",
  "locks",
  "partitions",
  "sched_debug",
  "softirqs",
  "timer_list",
  "vmstat",
];
const folders = ["acpi", "asound", "bus", "driver", "fs", "irq", "pressure", "scsi", "tty"];

const tellingFiles = files.filter(readableByAll);
const tellingFolders = folders.filter(readableByAll);

/** The bubblewrap arguments that hide what the kernel tells everybody in /proc about the host and its load. */
export function maskedProcFiles(nullDevice: string): string[] {
  return [
    ...tellingFiles.flatMap((name) => ["--ro-bind", nullDevice, `/proc/${name}`]),
    ...tellingFolders.flatMap((name) => ["--size", "4096", "--perms", "0555", "--tmpfs", `/proc/${name}`]),
  ];
}

/** What only root may read needs no mask: a function is nobody's root. */
function readableByAll(name: string): boolean {
  const path = `/proc/${name}`;
  return existsSync(path) && (statSync(path).mode & 0o004) !== 0;
}
