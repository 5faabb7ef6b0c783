import type { JsonScalar } from '../model/json.ts';
import { visible } from '../util/visible.ts';

const plain = /^[A-Za-z_][\w./-]*$/;
/** Words that some reader of YAML takes for something else than a text. */
const reserved = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

/** A key or a value as YAML, which reads as itself whatever it holds; quoted unless it is a simple word. */
export function scalarText(value: JsonScalar): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  // YAML and JSON share the form `\u009b` in which `visible` spells out what must not reach a terminal.
  return plain.test(value) && !reserved.test(value) ? value : visible(JSON.stringify(value));
}

/** A text of a connector as a file has to write it, so that nothing in it is taken for a reference. */
export function withoutReferences(text: string): string {
  return text.replaceAll(/\$\$\{|\$\{(?=(?:env|var|file):)/g, (it) => `$${it}`);
}
