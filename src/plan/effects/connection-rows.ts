import type { Change } from '../../model/plan.ts';
import type { EffectRow } from './row.ts';
import { counted, isIncremental, selectionsOf } from './words.ts';

/** What becomes of data when a whole connection comes, goes, or is followed by a step. */
export const connectionRows = {
  'connection-created-paused': {
    about: 'change',
    applies: (change) => isCreation(change) && statusOf(change) === 'inactive',
    weight: 'harmless',
    sentence: 'created paused: nothing runs until its status is active',
    story: 'An inactive connection has no schedule, and the server refuses to sync it.',
    reason: 'API §1.9',
  },
  'connection-created': {
    about: 'change',
    applies: isCreation,
    weight: 'harmless',
    sentence: 'its first sync reads every stream from the start',
    text: createdText,
    story:
      'A new connection has no state. Its first sync reads each stream from the start; later ones read all of a full_refresh stream again, and only what is new of an incremental one.',
    reason: 'API §2.3',
  },
  'connection-replaced': {
    about: 'change',
    applies: ({ action, kind }) => action === 'replace' && kind === 'connection',
    weight: 'loses',
    sentence:
      'deleted with its sync state and created anew: every stream is read again from the start; data in the destination stays',
    story:
      'No server can move a connection to another source or destination. The new connection has another id and begins without state and without history; what the old one wrote stays where it is.',
    reason: 'API §2.4',
  },
  'connection-deleted': {
    about: 'change',
    applies: ({ action, kind }) => action === 'delete' && kind === 'connection',
    weight: 'loses',
    sentence: 'its syncs stop and its sync state is lost; what it wrote stays in the destination',
    story:
      'A deleted connection cannot be brought back. One that is created later in its place reads everything from the start.',
    reason: 'API §2.9',
  },
  'connection-cleared': {
    about: 'change',
    applies: (change) => stepOf(change)?.action === 'clear',
    weight: 'loses',
    sentence: 'deletes what was written of these streams; the next sync reads them from the start',
    path: ['afterwards'],
    story:
      'Asked for by "whenStreamsChange: clear". The server stops a running sync of this connection, deletes what it wrote of these streams, and forgets their state. Until the next sync there is no data of them in the destination.',
    reason: 'API §1.9',
  },
  'connection-refreshed': {
    about: 'change',
    applies: (change) => stepOf(change)?.action === 'refresh',
    weight: 'rereads',
    sentence: 'reads these streams again from the start; rows that are there stay',
    path: ['afterwards'],
    story:
      'Asked for by "whenStreamsChange: refresh". It is a refresh that keeps records ("Merge"), as the web interface does it: nothing disappears, deduplicated streams get each row once, and streams that append get every row a second time. Who wants the old rows gone clears.',
    reason: 'API §1.6',
  },
} as const satisfies Readonly<Record<string, EffectRow>>;

function isCreation({ action, kind }: Change): boolean {
  return action === 'create' && kind === 'connection';
}

function statusOf(change: Change): string | undefined {
  if (change.action === 'delete' || change.desired.kind !== 'connection') return undefined;
  return change.desired.settings.status;
}

function createdText(change: Change): string {
  const streams = selectionsOf(change);
  if (streams === undefined) return 'its first sync reads every stream from the start';
  const incremental = streams.filter(isIncremental).length;
  return `its first sync reads ${whole(streams.length)} from the start${later(incremental, streams.length)}`;
}

function whole(count: number): string {
  return count === 1 ? 'its stream' : `all ${counted(count, 'stream')}`;
}

function later(incremental: number, all: number): string {
  if (incremental === 0) return ', and so does every later one';
  return incremental === all
    ? ', later ones only what is new'
    : `, later ones only what is new in ${incremental} of them`;
}

function stepOf(change: Change) {
  return change.action === 'update' ? change.afterwards : undefined;
}
