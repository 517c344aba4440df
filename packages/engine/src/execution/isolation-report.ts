import type { Cgroups } from "./cgroup/cgroups.ts";
import { seccompSupported } from "./sandbox/seccomp-filter.ts";
import type { IsolationReport } from "./types.ts";

/** Tells what confines functions on this machine, limit by limit, and warns of what does not. */
export function describeIsolation(confined: boolean, cgroups: Cgroups, problem: string | undefined): IsolationReport {
  const { memory, pids, cpu, freezer } = cgroups.can;
  const seccomp = confined && seccompSupported();
  const warnings = [
    ...(confined ? [] : [`functions run without a sandbox: ${problem}`]),
    ...(confined && !seccomp ? [`no system call filter for ${process.arch}`] : []),
    ...(confined && !memory ? ["no memory cgroup: memory is watched, not enforced by the kernel"] : []),
    ...(confined && !cpu ? ["no cpu cgroup: functions share the processors without limit"] : []),
  ];
  return {
    sandbox: confined ? "bubblewrap" : "none",
    namespaces: confined ? ["user", "pid", "mount", "net", "ipc", "uts", "cgroup"] : [],
    seccomp,
    cgroups: cgroups.kind,
    limits: {
      memory: memory ? "cgroup" : "watched every 50 ms",
      pids: pids ? "cgroup" : confined ? "rlimit" : "none",
      cpu: cpu ? "cgroup" : "none",
      freeze: freezer ? "cgroup freezer" : "SIGSTOP",
      tmp: confined ? "tmpfs of the function's size" : "none",
    },
    warnings,
  };
}
