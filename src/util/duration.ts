const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Reads `90s`, `30m`, `12h` or `7d`; a number alone is seconds.
 *
 * @returns milliseconds; undefined for anything else, nothing and a thousand years included
 */
export function parseDuration(text: string): number | undefined {
  const [, count = '', unit = 's'] = /^(\d{1,9}(?:\.\d{1,3})?)([smhd])?$/.exec(text.trim()) ?? [];
  const ms = Math.round(Number(count) * (unitMs[unit] ?? 0));
  return count === '' || ms <= 0 || ms > 36_500 * 86_400_000 ? undefined : ms;
}

/** `450 ms`, `34 s`, `5 min`, `1 h 20 min`, `3 d 4 h`. */
export function durationInWords(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 ? `${days} d` : `${days} d ${hours % 24} h`;
}
