import { Secret } from '../../model/configuration.ts';
import type { Change, Update } from '../../model/plan.ts';
import { actorKinds, type ResourceKind } from '../../model/resource.ts';
import type { EffectFacts, EffectRow, FieldSubject } from './row.ts';
import { counted, firstNames, theirs } from './words.ts';

/** What becomes of data when a source or destination changes. */
export const actorRows = {
  'actor-created': {
    about: 'change',
    applies: ({ action, kind }) => action === 'create' && isActorKind(kind),
    weight: 'harmless',
    isQuiet: true,
    sentence: 'nothing runs until a connection uses it',
    story:
      'A source or destination by itself moves nothing. The server checks its configuration and keeps its secrets.',
    reason: 'API §2.1',
  },
  'actor-replaced': {
    about: 'change',
    applies: ({ action, kind }) => action === 'replace' && isActorKind(kind),
    weight: 'loses',
    sentence: 'its configuration and secrets are lost with it, and so are the connections that use it',
    text: (change, facts) => `deleted and created anew${lostConnections(change, facts)}`,
    story:
      'Servers cannot change the connector of a source or destination, so that it is deleted and created again under a new id. The server deletes every connection that uses it at once, with its sync state; data in destinations stays.',
    reason: 'API §2.9',
  },
  'actor-deleted': {
    about: 'change',
    applies: ({ action, kind }) => action === 'delete' && isActorKind(kind),
    weight: 'loses',
    sentence: 'its configuration and secrets are gone for good, and so are the connections that use it',
    text: (change, facts) => `its configuration and secrets are gone for good${lostConnections(change, facts)}`,
    story:
      'The server first deletes every connection that uses it, then its secrets and its configuration; nothing of that can be undone. Data that was written to a destination stays there.',
    reason: 'API §2.9',
  },
  'secret-changed': {
    about: 'field',
    members: ['configuration'],
    applies: ({ change }) => isActorKind(change.kind) && isOnlySecrets(change),
    weight: 'harmless',
    sentence: 'used from the next sync on; sync state stays',
    story:
      'A secret that is sent is stored as a new version, even if it is the same. Syncs that run already go on with the old one.',
    reason: 'API §2.2',
  },
  'source-configuration-changed': {
    about: 'field',
    members: ['configuration'],
    applies: ({ change }) => change.kind === 'source' && !isOnlySecrets(change),
    weight: 'harmless',
    sentence: 'the next sync reads with it; cursors stay, even if this is another database',
    text: (subject) =>
      usersOf(subject) === 0
        ? 'no connection reads from it yet'
        : `the next sync of ${theirs(usersOf(subject), 'connection')} reads with it; cursors stay, even if this is another database`,
    story:
      'Nobody but you knows whether a new host is the same database under another name. Connections keep their state: from another database they would read only rows beyond the old cursor. If it is another one, refresh the streams.',
    reason: 'API §2.2',
  },
  'destination-configuration-changed': {
    about: 'field',
    members: ['configuration'],
    applies: ({ change }) => change.kind === 'destination' && !isOnlySecrets(change),
    weight: 'harmless',
    sentence: 'the next sync writes with it; another place would get new rows only',
    text: (subject) =>
      usersOf(subject) === 0
        ? 'no connection writes to it yet'
        : `the next sync of ${theirs(usersOf(subject), 'connection')} writes with it; another place would get new rows only`,
    story:
      'What was written stays where it is. Connections keep their state, so that incremental streams send only new rows: into another database or bucket they would begin in the middle. If it is another place, refresh the streams.',
    reason: 'API §2.2',
  },
  'actor-renamed': {
    about: 'field',
    members: ['name'],
    applies: ({ change }) => isActorKind(change.kind),
    weight: 'harmless',
    isQuiet: true,
    sentence: 'nothing moves',
    story: 'A name is what people read. Connections refer to sources and destinations by id.',
    reason: 'API §2.8',
  },
} as const satisfies Readonly<Record<string, EffectRow>>;

function isActorKind(kind: ResourceKind): boolean {
  return actorKinds.some((one) => one === kind);
}

function usersOf({ change, facts }: FieldSubject): number {
  return facts.users.get(change.id)?.length ?? 0;
}

/** Those that the plan itself deletes or replaces are its own business. */
function lostConnections(change: Change, { users }: EffectFacts): string {
  const lost = (change.action === 'create' ? undefined : users.get(change.id)) ?? [];
  if (lost.length === 0) return '';
  const names = firstNames(lost.map(({ name }) => `"${name}"`));
  return `, and with it ${counted(lost.length, 'connection')} and their state: ${names}`;
}

function isOnlySecrets({ fields }: Update): boolean {
  return fields.every(({ path, after }) => path[0] !== 'configuration' || after instanceof Secret);
}
