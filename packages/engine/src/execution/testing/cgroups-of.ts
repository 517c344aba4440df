import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folders of the cgroups in which an engine put this process alone with its environment, where the machine may have them. */
export function cgroupsOf(pid: number): string[] {
  try {
    const lines = readFileSync(`/proc/${pid}/cgroup`, "utf8").trim().split("\n");
    return lines.filter((line) => /\/annex-\w+\//.test(line)).flatMap((line) => toFolders(line));
  } catch {
    return [];
  }
}

function toFolders(line: string): string[] {
  const [, controllers = "", path = ""] = line.split(":");
  return [controllers === "" ? "unified" : controllers, ""].map((name) => join("/sys/fs/cgroup", name, path));
}
