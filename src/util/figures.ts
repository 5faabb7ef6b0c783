const thousands = [
  { size: 1e12, word: 'trillion', letter: 'T', unit: 'TB' },
  { size: 1e9, word: 'billion', letter: 'G', unit: 'GB' },
  { size: 1e6, word: 'million', letter: 'M', unit: 'MB' },
];

/** `1 record`, `12,345 records`, `1.2 million records`. */
export function recordsInWords(count: number): string {
  const scale = thousands.find(({ size }) => count >= size);
  if (scale !== undefined) return `${oneDecimal(count / scale.size)} ${scale.word} records`;
  return `${withCommas(count)} record${count === 1 ? '' : 's'}`;
}

/** The same for columns, which have a heading: `12,345`, `1.2 M`. */
export function shortCount(count: number): string {
  const scale = thousands.find(({ size }) => count >= size);
  if (scale !== undefined) return `${oneDecimal(count / scale.size)} ${scale.letter}`;
  return withCommas(count);
}

/** `900 B`, `1.2 kB`, `3.4 GB`; a kilobyte has 1000 bytes. */
export function bytesInWords(bytes: number): string {
  const scale = thousands.find(({ size }) => bytes >= size);
  if (scale !== undefined) return `${oneDecimal(bytes / scale.size)} ${scale.unit}`;
  return bytes < 1000 ? `${bytes} B` : `${oneDecimal(bytes / 1000)} kB`;
}

function withCommas(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Rounded down, so that 999.96 does not become 1000. */
function oneDecimal(value: number): string {
  return String(Math.floor(value * 10) / 10);
}
