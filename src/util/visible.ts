import stringWidth from 'string-width';

// Controls could clear the screen, marks of direction and of no width could make a line read as another one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that have to go
const hidden = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text that is safe to print: what cannot be seen, or acts on a terminal, is spelled out as `\u001b`. */
export function visible(text: string): string {
  return text.replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same for text of several lines. */
export function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** Columns that a text takes on a terminal: none for combining marks, two for wide characters. */
export function columnsOf(text: string): number {
  return stringWidth(text);
}
