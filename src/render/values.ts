import { type ConfigurationValue, isConfiguration, Secret, secretLabel } from '../model/configuration.ts';
import { visible } from '../util/visible.ts';

/** Longer values are cut, so that a certificate or a query does not bury the plan. */
const longestText = 120;

/** A value as a file would write it on one line; secrets never show. */
export function renderValue(value: ConfigurationValue | undefined): string {
  const text = inFileWords(value);
  if (text.length <= longestText) return text;
  const characters = [...text];
  return characters.length > longestText
    ? `${characters.slice(0, longestText).join('')}… (${characters.length} characters)`
    : text;
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
