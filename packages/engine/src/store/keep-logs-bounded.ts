import type { LogTable } from "./log-table.ts";

/** What may be kept of logs; nothing said keeps all. */
export interface LogBounds {
  /** Of groups without a retention policy of their own. */
  readonly days?: number;
  /** Of the engine's database, most of which is logs. */
  readonly bytes?: number;
}

const ageMs = 3_600_000;
const sizeMs = 10_000;
const againMs = 50;

/** Ends log events that are older than their group, or more than the disk, wants; returns what stops it. */
export function keepLogsBounded(
  logs: LogTable,
  { days, bytes }: LogBounds,
  onError: (error: unknown) => void,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  const attempt = (work: () => boolean): boolean => {
    try {
      return work();
    } catch (error) {
      onError(error);
      return false;
    }
  };
  const forgetOld = () =>
    attempt(() => {
      logs.forgetOld(Date.now(), days);
      return true;
    });
  const forgetBeyond = () => {
    const isMore = bytes !== undefined && attempt(() => logs.forgetBeyond(bytes));
    timer = setTimeout(forgetBeyond, isMore ? againMs : sizeMs);
    timer.unref();
  };
  forgetOld();
  forgetBeyond();
  const sweep = setInterval(forgetOld, ageMs);
  sweep.unref();
  return () => {
    clearInterval(sweep);
    clearTimeout(timer);
  };
}
