import { type ConfigurationValue, isConfiguration, Secret, secretLabel } from '../model/configuration.ts';
import { visible } from '../util/visible.ts';

/** Longer values are cut, so that a certificate or a query does not bury the plan. */
const longestText = 120;

/** Before what differs, so much of two long values is shown. */
const leadLength = 20;
/** How much of each of two long values is shown. */
const longestOfTwo = 60;

/** A value as a file would write it on one line; secrets never show. */
export function renderValue(value: ConfigurationValue | undefined): string {
  return shortened(inFileWords(value));
}

/** Two values of the same field; long ones from where they differ. */
export function renderBoth(
  before: ConfigurationValue | undefined,
  after: ConfigurationValue | undefined,
): readonly [string, string] {
  const [left, right] = [inFileWords(before), inFileWords(after)];
  if (Math.min(left.length, right.length) <= longestText) return [shortened(left), shortened(right)];
  const start = Math.max(0, differsAt([...left], [...right]) - leadLength);
  return [shortened(left, start, longestOfTwo), shortened(right, start, longestOfTwo)];
}

function differsAt(left: readonly string[], right: readonly string[]): number {
  const index = left.findIndex((character, at) => character !== right[at]);
  return index === -1 ? left.length : index;
}

function shortened(text: string, start = 0, most = longestText): string {
  if (text.length <= longestText) return text;
  const characters = [...text];
  if (characters.length <= longestText) return text;
  const shown = characters.slice(start, start + most).join('');
  const isCut = start + most < characters.length;
  return `${start > 0 ? '…' : ''}${shown}${isCut ? '…' : ''} (${characters.length} characters)`;
}

function inFileWords(value: ConfigurationValue | undefined): string {
  if (value === undefined) return '(not set)';
  if (value instanceof Secret) return secretLabel;
  if (typeof value === 'string') return visible(isPlain(value) ? value : JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map(inFileWords).join(', ')}]`;
  if (!isConfiguration(value)) return String(value);
  return `{${Object.entries(value)
    .map(([name, inner]) => `${inFileWords(name)}: ${inFileWords(inner)}`)
    .join(', ')}}`;
}

/** Text that cannot be taken for a number, a list, a member, a change or nothing at all. */
function isPlain(text: string): boolean {
  return (
    /^[\p{L}\p{N}/$_*.@:+-][^\n\r\t"[\]{},#→]*$/u.test(text) &&
    !/^(true|false|null|[\d.+-]+)$|: |[:\s]$/i.test(text) &&
    Number.isNaN(Number(text))
  );
}
