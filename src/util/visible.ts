import stringWidth from 'string-width';

// Controls could clear the screen, marks of direction and of no width could make a line read as another one. Halves of
// characters, and what is no character, are refused by XML and by some readers of JSON.
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that have to go
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

/** Text that is safe to print: what cannot be seen, or acts on a terminal, is spelled out as `\u001b`. */
export function visible(text: string): string {
  return text.replace(hidden, (character) => character.split('').map(spelledOut).join(''));
}

/** As JSON spells it. */
function spelledOut(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The same for text of several lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** Columns that a text takes on a terminal: none for combining marks, two for wide characters. */
export function columnsOf(text: string): number {
  return stringWidth(text);
}
