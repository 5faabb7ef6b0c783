import { escapeUTF8 } from 'entities';
import { visible } from '../../util/visible.ts';

/*
 * Names and values come from files and servers, and may hold anything. In Markdown they stand in code: nothing acts
 * there, neither Markdown nor HTML, mentions, references or links.
 */

/** Longer names are cut, in characters. */
const longestCode = 120;
/** Longer sentences are cut, in characters. */
const longestProse = 400;

/** A name or a value as code, fit for tables too. */
export function code(text: string, most = longestCode): string {
  const shown = cut(visible(text), most);
  if (shown === '') return '(empty)';
  // A pipe would end the cell of a table, in code and behind backslashes as well.
  return shown.split('|').map(codeSpan).join('&#124;');
}

function codeSpan(text: string): string {
  if (text === '') return '';
  const ticks = '`'.repeat(longestRun(text) + 1);
  const isPadded = /^`|`$|^ .*[^ ].* $/.test(text);
  return isPadded ? `${ticks} ${text} ${ticks}` : `${ticks}${text}${ticks}`;
}

/** A sentence of ours that may quote names: words that are not plain ones become code. */
export function prose(text: string, most = longestProse): string {
  // Spaces in front of a line would make it code, and two behind it break it.
  return cut(visible(text), most).trim().split(/ +/).map(safeWord).join(' ');
}

function safeWord(word: string): string {
  // A list would begin with it.
  if (/^\d+[.)]+$/.test(word)) return code(word);
  const [, before = '', core = '', after = ''] = /^([("']*)(.*?)([)"',;:.?!…]*)$/.exec(word) ?? [];
  return core === '' || isPlain(core) ? word : `${before}${code(core)}${after}`;
}

/** What no flavour of Markdown, and no host of repositories, takes for more than a word or a number. */
function isPlain(word: string): boolean {
  if (/^[→–—±]$/.test(word)) return true;
  if (/^\d{1,3}(,\d{3})*$|^\d{1,6}(\.\d{1,3})?$/.test(word)) return true;
  // A commit may be seven letters, and "GH-1" is an issue.
  return /^[\p{L}\p{M}]+([-'’][\p{L}\p{M}]+)*$/u.test(word) && !/^[a-f]{7,}$/i.test(word);
}

/** Lines in a fence that none of them can end. Empty without lines. */
export function fenced(lines: readonly string[], language: string): string {
  if (lines.length === 0) return '';
  const ticks = '`'.repeat(Math.max(3, lines.reduce((most, line) => Math.max(most, longestRun(line)), 0) + 1));
  return [`${ticks}${language}`, ...lines, ticks].join('\n');
}

/** For HTML within Markdown. */
export function htmlCode(text: string): string {
  return `<code>${escapeUTF8(cut(visible(text), longestCode))}</code>`;
}

export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/** Names as a list, the first so many: `a, b and 3 more`. */
export function listed(names: readonly string[], most: number, toText: (name: string) => string): string {
  const shown = names.slice(0, most).map(toText);
  const more = names.length - shown.length;
  if (shown.length === 0) return '';
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
}
