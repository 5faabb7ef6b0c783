import { escapeUTF8 } from 'entities';
import { visible } from '../../util/visible.ts';

/** A piece of HTML in which everything that was put in is escaped. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlPart = string | number | Html | readonly Html[];

/** HTML with texts in it: whatever is put in is escaped, but for what is HTML of this kind already. */
export function html(strings: TemplateStringsArray, ...parts: readonly HtmlPart[]): Html {
  return new Html(strings.map((text, index) => `${text}${partText(parts[index])}`).join(''));
}

function partText(part: HtmlPart | undefined): string {
  if (part === undefined) return '';
  if (part instanceof Html) return part.text;
  return typeof part === 'object' ? part.map(({ text }) => text).join('\n') : escapeUTF8(visible(String(part)));
}

export const nothing = new Html('');
