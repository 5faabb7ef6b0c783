import type { FieldChange } from '../model/plan.ts';
import { groupedBy } from '../util/group.ts';
import { visible } from '../util/visible.ts';
import { hanging } from '../util/wrap.ts';
import { type FieldRow, pathText } from './fields.ts';

/** Streams that change in the same way are shown one by one up to this number. */
const mostAlike = 20;
/** How many of more than that are named. */
const mostNames = 20;

/** One row of a change: a field, or the same field of many streams. */
export interface SharedRow extends FieldRow {
  /** Of all fields that it stands for. */
  readonly paths: readonly (readonly string[])[];
  /** Lines below it that name the streams; empty where the row is about one field only. */
  readonly below: readonly string[];
}

/**
 * Rows for fields in their order; what many streams have in common is one row, where the first of them stands.
 *
 * @param most - how many streams of such a row are named
 */
export function sharedRows(fields: readonly FieldChange[], indent: string, most = mostNames): readonly SharedRow[] {
  const rows = [...groupedBy(fields, alikeId).values()].flatMap((alike) => rowsOf(alike, indent, most));
  return rows.map((row, index) => (isNamedBelow(row, rows[index + 1]) ? { ...row, below: [] } : row));
}

function rowsOf(alike: readonly FieldChange[], indent: string, most: number): readonly SharedRow[] {
  const [first] = alike;
  if (first === undefined || alike.length <= mostAlike) return alike.map(singleRow);
  const what = first.path.length === 2 ? 'streams' : `streams: ${pathText(first.path.slice(2))}`;
  const paths = alike.map(({ path }) => path);
  return [{ label: `${alike.length} ${what}`, field: first, paths, below: hanging('', namesOf(paths, most), indent) }];
}

/** True where the next row is about the same streams, and names them. */
function isNamedBelow({ below }: SharedRow, next: SharedRow | undefined): boolean {
  return next !== undefined && below.length > 0 && below.join('\n') === next.below.join('\n');
}

function singleRow(field: FieldChange): SharedRow {
  return { label: pathText(field.path), field, paths: [field.path], below: [] };
}

/** The same for fields that differ in nothing but their stream. */
function alikeId({ path, before, after, cause }: FieldChange): string {
  const [root, stream, ...rest] = path;
  const isOfStream = root === 'streams' && stream !== undefined;
  return JSON.stringify(isOfStream ? [root, rest, before, after, cause] : path);
}

function namesOf(paths: readonly (readonly string[])[], most: number): string {
  const names = paths.slice(0, most).map(([, stream = '']) => visible(stream));
  const more = paths.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more (--format json has them all)` : names.join(', ');
}
