import type { ConnectionState, WorkspaceStatus } from '../model/status.ts';
import { cutTo } from '../util/cell.ts';
import { bytesInWords, recordsInWords } from '../util/figures.ts';
import { visible } from '../util/visible.ts';
import { clockTime, driftWord, nameOf, scheduleWord, schemaWords } from './status-words.ts';

/** What is worth a line; that time passes is not. */
const aspects: readonly (readonly [name: string, read: (one: ConnectionState) => string])[] = [
  ['state', ({ state }) => state],
  ['schedule', scheduleWord],
  ['last day', ({ records, bytes }) => `${recordsInWords(records)}, ${bytesInWords(bytes)}`],
  ['schema', ({ schema }) => schemaWords[schema]],
  ['drift', driftWord],
];

/** A line for each connection that is another than before, for logs. */
export function renderStatusChanges(before: WorkspaceStatus, after: WorkspaceStatus): readonly string[] {
  const known = new Map(before.connections.map((one) => [identityOf(one), one]));
  const left = new Set(after.connections.map(identityOf));
  const lines = [
    ...after.connections.flatMap((one) => changesOf(known.get(identityOf(one)), one)),
    ...before.connections.filter((one) => !left.has(identityOf(one))).map((one) => `${titleOf(one)}: gone`),
    ...after.notes.filter((note) => !before.notes.includes(note)).map((note) => `! ${visible(note)}`),
  ];
  return lines.map((line) => `${clockTime(after.atMs)} ${line}`);
}

function identityOf({ id, key, name }: ConnectionState): string {
  return key ?? id ?? name;
}

function titleOf(one: ConnectionState): string {
  return cutTo(nameOf(one), 60);
}

function changesOf(before: ConnectionState | undefined, after: ConnectionState): readonly string[] {
  if (before === undefined) return [`${titleOf(after)}: new, ${after.state}`];
  const changes = aspects.flatMap(([name, read]) => {
    const [was, is] = [read(before), read(after)];
    return was === is ? [] : [`${name} ${was} → ${is}`];
  });
  return changes.length === 0 ? [] : [`${titleOf(after)}: ${changes.join('; ')}`];
}
