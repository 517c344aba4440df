/** `412 ms`, `1.24 s`, `2 min 5 s`; an en dash where there is none. */
export function formatMs(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return "–";
  if (ms < 10) return `${trim(ms, 1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${trim(ms / 1000, 2)} s`;
  const minutes = Math.floor(ms / 60_000);
  const seconds = Math.round((ms % 60_000) / 1000);
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
}

/** `873`, `12.4k`, `3.1M`. Show the exact number on hover. */
export function formatCount(count: number): string {
  if (count < 10_000) return count.toLocaleString("en");
  if (count < 1_000_000) return `${trim(count / 1000, 1)}k`;
  return `${trim(count / 1_000_000, 1)}M`;
}

/** A share of 0 to 1 as `0 %`, `0.4 %`, `12 %`. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0 %";
  if (percent < 0.1) return "< 0.1 %";
  return `${percent < 10 ? trim(percent, 1) : Math.round(percent)} %`;
}

/** `$0.00`, `$12.34`, `$4.2k`; of less than a cent its first two digits: `$0.00017`. Show the exact sum on hover. */
export function formatUsd(usd: number): string {
  if (usd >= 10_000) return `$${formatCount(Math.round(usd))}`;
  if (usd >= 0.01 || usd === 0) return `$${usd.toFixed(2)}`;
  return `$${usd.toFixed(1 - Math.floor(Math.log10(usd)))}`;
}

/** How much more or less than before: `+12 %`, `−4 %`, `±0 %`; null where there was nothing before. */
export function formatChange(now: number, before: number): string | null {
  if (before === 0) return null;
  const percent = Math.round(((now - before) / before) * 100);
  return `${percent > 0 ? "+" : percent < 0 ? "−" : "±"}${Math.abs(percent).toLocaleString("en")} %`;
}

/** Steps of 1,024, written as Lambda writes them, so that its limits read as in its documents: `812 B`, `14.2 kB`, `250 MB`. */
export function formatBytes(bytes: number): string {
  const unit = bytes < 1024 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10));
  return `${trim(bytes / 1024 ** unit, 1)} ${["B", "kB", "MB", "GB"][unit]}`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
