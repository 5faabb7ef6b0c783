export const referenceTypes = ['env', 'var', 'file'] as const;
export type ReferenceType = (typeof referenceTypes)[number];

/** A piece of a string: text, a reference, or what was meant as a reference and is none. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: ReferenceType; readonly name: string; readonly fallback?: string }
  | { readonly type: 'broken'; readonly message: string };

// `$${` stands for `${`. What follows `${env:` up to the first `}` belongs to the reference; the brace may be missing.
const pieces = /\$\$\{|\$\{(env|var|file):([^}]*)(\}?)/g;

/** Takes a string apart. `${…}` of any other form is text: it belongs to connectors. */
export function parseReferences(text: string): readonly Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pieces)) {
    found.push({ type: 'text', text: text.slice(end, match.index) }, toPiece(match));
    end = match.index + match[0].length;
  }
  found.push({ type: 'text', text: text.slice(end) });
  return found.filter((piece) => piece.type !== 'text' || piece.text !== '');
}

function toPiece([whole, type, inner = '', brace]: RegExpExecArray): Piece {
  const known = referenceTypes.find((candidate) => candidate === type);
  if (known === undefined) {
    return { type: 'text', text: whole.slice(1) };
  }
  return brace === '' ? broken(`reference "\${${known}:" is not closed`) : toReference(known, inner);
}

function toReference(type: ReferenceType, inner: string): Piece {
  const [name = '', ...rest] = type === 'env' ? inner.split(':-') : [inner];
  const fallback = rest.join(':-');
  if (name === '' || (type !== 'file' && /[\s:]/.test(name))) {
    return broken(name === '' ? `reference "\${${type}:}" has no name` : `"${name}" cannot be the name in a reference`);
  }
  if (`${name}${fallback}`.includes('${')) {
    return broken(`reference "\${${type}:" holds another reference`);
  }
  return { type, name, ...(rest.length === 0 ? {} : { fallback }) };
}

function broken(message: string): Piece {
  return { type: 'broken', message };
}

/** True for strings that mean something else than what they spell. */
export function hasReferences(text: string): boolean {
  return text.includes('${');
}
