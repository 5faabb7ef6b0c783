import { secretLabel } from '../model/configuration.ts';
import type { Environment } from '../model/environment.ts';
import { type Locate, type Origin, originAt, type PathStep } from '../model/issue.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { RenderedMapping, RenderedValue, ValueOrigin, ValueSource } from '../model/rendered.ts';
import { projectFile } from './project.ts';
import { renderText } from './rendered-text.ts';

/** What the values of an environment are rendered with. */
export interface Rendering {
  readonly environment: Environment;
  /** Finds places in every file of the project, patches included. */
  readonly locate: Locate;
}

/** A piece of a document that is rendered. */
export interface Piece {
  readonly origin: Origin;
  /** What the piece is for the resource that it is shown in, unless a patch has set it. */
  readonly from: ValueSource;
  /** References count in configurations only. */
  readonly hasReferences?: boolean;
  /** True for what nobody may see. */
  readonly isHidden?: (value: Json, origin: Origin) => boolean;
}

/** A value of a document, variables resolved. */
export function renderValue(value: Json, piece: Piece, rendering: Rendering): RenderedValue {
  const inner = (step: PathStep): Piece => ({ ...piece, origin: originAt(piece.origin, step) });
  if (isJsonObject(value)) {
    const members = Object.entries(value).map(
      ([name, one]) => [name, renderValue(one, inner(name), rendering)] as const,
    );
    return { type: 'mapping', members, origins: emptyOrigins(members, piece, rendering) };
  }
  if (Array.isArray(value)) {
    const items = value.map((item: Json, index) => renderValue(item, inner(index), rendering));
    return { type: 'list', items, origins: emptyOrigins(items, piece, rendering) };
  }
  if (piece.isHidden?.(value, piece.origin) === true) {
    return { type: 'scalar', value: secretLabel, origins: [originOf(piece, rendering)] };
  }
  return typeof value === 'string' && piece.hasReferences === true
    ? renderReferences(value, piece, rendering)
    : { type: 'scalar', value: value as string, origins: [originOf(piece, rendering)] };
}

/** The members of a mapping in an order: those named first, then the others as they come. */
export function renderMembers(
  object: JsonObject,
  first: readonly string[],
  render: (name: string, value: Json) => RenderedValue,
): RenderedMapping['members'] {
  const names = [...first.filter((name) => Object.hasOwn(object, name)), ...othersOf(object, first)];
  return names.flatMap((name) => {
    const value = object[name];
    return value === undefined ? [] : [[name, render(name, value)] as const];
  });
}

/** What airplan fills in where no file says anything. */
export function filledIn(value: string): RenderedValue {
  return { type: 'scalar', value, origins: [{ from: 'airplan' }] };
}

function othersOf(object: JsonObject, first: readonly string[]): readonly string[] {
  return Object.keys(object).filter((name) => !first.includes(name));
}

/** What has members tells by them where it comes from. */
function emptyOrigins(members: readonly unknown[], piece: Piece, rendering: Rendering): readonly ValueOrigin[] {
  return members.length > 0 ? [] : [originOf(piece, rendering)];
}

function originOf({ origin, from }: Piece, { locate }: Rendering): ValueOrigin {
  const { file, line } = locate(origin);
  return { from: file === projectFile ? 'patch' : from, place: { file, line } };
}

function renderReferences(text: string, piece: Piece, rendering: Rendering): RenderedValue {
  const { environment, locate } = rendering;
  const { value, variables } = renderText(text, environment.variables);
  const origins = variables.map((variable): ValueOrigin => {
    const path = ['environments', environment.name, 'variables', variable];
    const { file, line } = locate({ file: projectFile, document: 0, path });
    return { from: 'variable', place: { file, line }, variable };
  });
  const own = originOf(piece, rendering);
  // A variable says where the value is from; the file that names it is known, a patch that does so is not.
  return { type: 'scalar', value, origins: origins.length === 0 || own.from !== 'file' ? [own, ...origins] : origins };
}
