import type { ChildProcess } from "node:child_process";
import type { WireRequest } from "../machine/load.ts";

/** Something that runs functions behind HTTP, in a process of its own. */
export interface Subject {
  readonly name: string;
  readonly child: ChildProcess;
  /** Other processes whose CPU time is its own, such as the engine behind a gateway. */
  readonly beside?: readonly ChildProcess[];
  /** The process ID of a database that works for it, whose CPU time is told apart. */
  readonly databasePid?: number;
  /** A request to a function that is warm. */
  readonly warm: WireRequest;
  /** A request to a function that was never used before. */
  fresh(): Promise<WireRequest>;
  stop(): Promise<void>;
}

/** What every subject is asked: the event that its function gives back. */
export const event = '{"hello":"world","n":42}';
export const nodeCode = "exports.handler = async (event) => ({ statusCode: 200, echo: event });\n";
export const pythonCode = 'def handler(event, context):\n    return {"statusCode": 200, "echo": event}\n';

/** For a subject that serves one thing only. */
export function noFresh(): Promise<WireRequest> {
  return Promise.reject(new Error("this subject has no functions"));
}
