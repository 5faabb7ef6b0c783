import type { PlannedResource } from '../../model/plan.ts';
import type { EffectRow, FieldSubject } from './row.ts';
import { theirs } from './words.ts';

/** What becomes of data when a custom connector changes. */
export const definitionRows = {
  'definition-created': {
    about: 'change',
    applies: ({ action, kind }) => action === 'create' && kind === 'definition',
    weight: 'harmless',
    isQuiet: true,
    sentence: 'nothing runs until a source or destination uses it',
    story:
      'The server runs an image once to ask for its specification, which may take minutes if it has to fetch it first; a manifest says it itself. A connector by itself moves nothing.',
    reason: 'API §1.3',
  },
  'definition-deleted': {
    about: 'change',
    applies: ({ action, kind }) => action === 'delete' && kind === 'definition',
    weight: 'loses',
    sentence: 'the connector is gone for good, and with it whatever runs on it in other workspaces',
    story:
      'The server deletes every source or destination that runs on the connector, and their connections. airplan refuses that as long as something of this workspace uses it and stays; other workspaces it does not see. The image itself, or the manifest in git, stays where it is.',
    reason: 'API §1.3',
  },
  'connector-version': {
    about: 'field',
    members: ['dockerImageTag', 'manifest'],
    applies: ({ field, change }) => change.kind === 'definition' && field.path.length === 1,
    weight: 'harmless',
    sentence: 'whatever runs on it uses this version from its next sync on; settings and sync state stay',
    text: versionText,
    story:
      'A version belongs to the connector, for all workspaces of the installation that use it. Sources and destinations keep their ids, configurations and secrets, connections their state. If the new version asks for settings that the old one did not have, add them in the same change: connectors are written first.',
    reason: 'API §1.3',
  },
  'definition-renamed': {
    about: 'field',
    members: ['name'],
    applies: ({ change }) => change.kind === 'definition',
    weight: 'harmless',
    isQuiet: true,
    sentence: 'nothing moves',
    story: 'A name is what people read. Sources and destinations refer to their connector by id.',
    reason: 'API §1.3',
  },
} as const satisfies Readonly<Record<string, EffectRow>>;

function versionText({ change, facts }: FieldSubject): string {
  const noun = actorKindOf(change.desired);
  const count = facts.runners.get(change.id)?.length ?? 0;
  if (count === 0) return `no ${noun} of this workspace runs on it yet`;
  const each = count === 1 ? 'uses it from its next sync on' : 'use it from their next sync on';
  return `${theirs(count, noun)} ${each}; settings and state stay`;
}

function actorKindOf(desired: PlannedResource): string {
  return desired.kind === 'definition' ? desired.actorKind : desired.kind;
}
