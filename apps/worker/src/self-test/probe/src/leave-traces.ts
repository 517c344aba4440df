import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { denied, type Finding, open } from "./finding.ts";

const ticks = "/tmp/annex-ticks";
const left = "/tmp/annex-left";
const slot: { annexLeft?: string } & typeof globalThis = globalThis;
const size = () => (existsSync(ticks) ? statSync(ticks).size : 0);

/** Leaves a file, a global and a child process that goes on writing; tells how often it had written. */
export async function leaveTraces(mark: string): Promise<number> {
  slot.annexLeft = mark;
  writeFileSync(left, mark);
  const script = `setInterval(() => require("node:fs").appendFileSync(${JSON.stringify(ticks)}, "."), 20); // ${mark}`;
  const child = spawn(process.execPath, ["-e", script], { detached: true, stdio: "ignore" });
  child.unref();
  for (let tries = 0; tries < 100 && size() === 0; tries += 1) await delay(20);
  return size();
}

/** Whether the child process worked on while no invocation ran. */
export function findTicks(before: number, most: number): Finding {
  if (!existsSync(ticks)) return denied("another execution environment: nothing of it is there");
  const more = size() - before;
  return more > most
    ? open(`it went on ${more} times in between`)
    : denied(`it stood still (${more} times at the edges)`);
}

function commandLines(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8");
      } catch {
        return "";
      }
    });
}

/** What another function left, seen from here. */
export function findTraces(mark: string): Finding {
  const found = [
    ...(existsSync(left) || existsSync(ticks) ? ["a file"] : []),
    ...(slot.annexLeft === undefined ? [] : ["a global"]),
    ...(commandLines().some((line) => line.includes(mark)) ? ["a process"] : []),
  ];
  return found.length > 0 ? open(`found ${found.join(", ")}`) : denied("no file, no global, no process of it");
}
