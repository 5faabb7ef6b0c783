import { Secret } from '../model/configuration.ts';
import type { VariableValue } from '../model/environment.ts';
import type { JsonScalar } from '../model/json.ts';
import { type Piece, parseReferences } from './reference-syntax.ts';

/** A text as it is shown, with the variables whose values are in it. */
export interface RenderedText {
  readonly value: JsonScalar;
  readonly variables: readonly string[];
}

type Variables = Readonly<Record<string, VariableValue>>;

/**
 * A text with the values of its variables in place. All other references stay as references, and so do variables that
 * come from outside; the default of a reference is hidden, for it may be a secret.
 */
export function renderText(text: string, variables: Variables): RenderedText {
  const pieces = parseReferences(text);
  const used = pieces.flatMap((piece) => (piece.type === 'var' && isShown(piece.name, variables) ? [piece.name] : []));
  const [only] = pieces;
  const isWhole = pieces.length === 1 && only?.type === 'var' && used.length === 1;
  const whole = isWhole ? variables[only.name] : undefined;
  const value =
    whole === undefined || whole instanceof Secret || typeof whole === 'string'
      ? pieces.map((piece) => pieceText(piece, variables)).join('')
      : whole;
  return { value, variables: [...new Set(used)] };
}

function isShown(name: string, variables: Variables): boolean {
  return Object.hasOwn(variables, name) && !(variables[name] instanceof Secret);
}

function pieceText(piece: Piece, variables: Variables): string {
  switch (piece.type) {
    case 'text':
      // What is printed is read as a file again.
      return piece.text === '${' ? '$${' : piece.text;
    case 'var':
      return isShown(piece.name, variables) ? escaped(String(variables[piece.name])) : `\${var:${piece.name}}`;
    case 'env':
    case 'file':
      return `\${${piece.type}:${piece.name}${piece.fallback === undefined ? '' : ':-…'}}`;
    case 'broken':
      return '';
  }
}

function escaped(text: string): string {
  return text.replaceAll(/\$\{(?=(env|var|file):)/g, '$$${');
}
